using System.Net;
using System.Text.Json.Nodes;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>The core of the main job by the API alone: what a register or a phone would send, from the first call to a closed case.</summary>
public sealed class ApiJourneyTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly string[] Professional = [nameof(CaseRole.Professional)];

    private DateOnly Today => Clock.Today();

    [Fact]
    public async Task Case_FromStartToClosure_OverTheApi()
    {
        var people = await Given(A.Case().ForClient("Jan", "Testman").Running("regulatieve-cyclus"));
        var officer = await ApiOf(people.Officer);
        var caseUrl = $"/api/v1/cases/{people.Id}";
        var goal = (await Done(officer.GetAsync(caseUrl, Cancel)))["goals"]![0]!["id"]!.GetValue<Guid>();

        await Complete(officer, "Intake", Answers.Intake);
        await Complete(officer, "InclusionCheck", StepAnswers.Inclusion);
        officer = await LaterAsync(people, 21);
        var coordinator = await ApiOf(people.Coordinator);
        await IsEscalatedAsync(coordinator, people.Number);
        await Complete(coordinator, "MatchVolunteer", StepAnswers.Match(people.Volunteer.Id));
        await Complete(officer, "StartContact", StepAnswers.StartContact(Today));
        await Complete(officer, "SafetyCheck", StepAnswers.SafetyOf(LocationType.ProbationOffice, isSafe: true));
        await Complete(officer, "TaskDivision", StepAnswers.Division(goal, Today));

        await RefusedThenShared(caseUrl, officer, await ApiOf(people.Volunteer.Account), await ApiOf(people.Client!));

        officer = await LaterAsync(people, 14);
        await Complete(officer, "Meeting", StepAnswers.MeetingMissed(Today.AddDays(7)));
        await Complete(officer, "CaseTask", new JsonObject { ["afspraak"] = "Volgende week komt hij." });
        officer = await LaterAsync(people, 7);
        var meeting = StepAnswers.MeetingHeld(Today);
        meeting.EvaluateNow = true;
        await Complete(officer, "Meeting", meeting);

        await Complete(officer, "Evaluation", StepAnswers.Evaluation(goal, Today));
        (await Done(officer.GetAsync(caseUrl, Cancel)))["round"]!.GetValue<int>().ShouldBe(2);
        await Complete(officer, "TaskDivision", StepAnswers.Division(goal, Today));
        await Complete(officer, "Agreement", new JsonObject());
        officer = await LaterAsync(people, 14);
        meeting = StepAnswers.MeetingHeld(Today);
        meeting.EvaluateNow = true;
        await Complete(officer, "Meeting", meeting);
        await Complete(officer, "Evaluation", StepAnswers.Evaluation(goal, Today, EvaluationConclusion.Close));
        await Complete(officer, "Closure", StepAnswers.Closure);

        (await Done(officer.GetAsync(caseUrl, Cancel)))["phase"]!.GetValue<string>().ShouldBe("Closed");
        (await TasksOf(officer)).ShouldBeEmpty();
        (await Done(officer.GetAsync($"{caseUrl}/timeline", Cancel)))["items"]!.AsArray().ShouldNotBeEmpty();
    }

    /// <summary>Days pass; the officer logs in anew, for a token lasts an hour.</summary>
    private async Task<HttpClient> LaterAsync(CaseUnderTest people, int days)
    {
        await Host.PassAsync(TimeSpan.FromDays(days));
        return await ApiOf(people.Officer);
    }

    private static async Task IsEscalatedAsync(HttpClient coordinator, int caseNumber)
    {
        var escalations = (await Done(coordinator.GetAsync("/api/v1/escalations", Cancel)))["items"]!.AsArray();
        escalations.ShouldHaveSingleItem()!["caseNumber"]!.GetValue<int>().ShouldBe(caseNumber);
    }

    /// <summary>A signal before the agreement is signed by all, and the same one after.</summary>
    private async Task RefusedThenShared(string caseUrl, HttpClient officer, HttpClient volunteer, HttpClient client)
    {
        var noted = await Done(volunteer.PostAsync($"{caseUrl}/risk-signals", new { kind = "RisingRiskBehaviour", observation = "Slaapt slecht, is gespannen.", severity = "Worrying", observedOn = "2026-11-23" }));
        var signal = $"/api/v1/risk-signals/{noted["id"]}";
        await Done(volunteer.PostAsync($"{signal}/discuss", new
        {
            on = Today, at = "00:01", how = "FaceToFace", toldRecipients = Professional, toldWhat = "Dat ik het doorgeef.", clientsReaction = "Ik snap het.",
        }));

        var refused = await volunteer.PostAsync($"{signal}/share", new { recipient = "Professional" });
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await officer.GetAsync(signal, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var agreement = $"/api/v1/agreements/{(await Done(officer.PostAsync($"{caseUrl}/agreements", Proposal)))["agreementId"]}";
        foreach (var party in new[] { officer, volunteer, client }) await Done(party.PostAsync($"{agreement}/sign", new { }));
        (await Done(volunteer.PostAsync($"{signal}/share", new { recipient = "Professional" })))["ground"]!.GetValue<string>().ShouldBe("AgreementAndDiscussed");

        await Done(officer.PostAsync($"{signal}/acknowledge", new { }));
        await Done(officer.PostAsync($"{signal}/assess", new { assessment = "Spanning door de huur." }));
        await Done(officer.PostAsync($"{signal}/close", new { conclusion = "Besproken.", feedback = "We hebben samen gepraat." }));
    }

    private object Proposal => new
    {
        purpose = "Samen werken aan de doelen.",
        discussFirst = "Eerst praat de vrijwilliger met de cliënt.",
        validFrom = Today,
        validUntil = Today.AddYears(1),
        categories = new[] { new { category = nameof(InformationCategory.RiskSignals), recipients = Professional } },
    };

    /// <summary>Claims nothing, as whoever a task is assigned to need not; ends the caller's one task of this kind.</summary>
    private static async Task Complete(HttpClient caller, string kind, object answers, string? outcome = null)
    {
        var tasks = await TasksOf(caller);
        var task = tasks.SingleOrDefault(t => t["kind"]!.GetValue<string>() == kind)
            ?? throw new InvalidOperationException($"No task of kind {kind}; there are {string.Join(", ", tasks.Select(t => t["kind"]))}.");
        await Done(caller.PostAsync($"/api/v1/tasks/{task["id"]}/complete", new { outcome, data = answers as JsonObject ?? TaskForm.Write(answers) }));
    }

    private static async Task<List<JsonNode>> TasksOf(HttpClient caller) =>
        [.. (await Done(caller.GetAsync("/api/v1/tasks", Cancel)))["items"]!.AsArray().Select(task => task!)];

    private static async Task<JsonNode> Done(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.RequestMessage!.RequestUri} answered {(int)answer.StatusCode}: {body}");
        return body.Length == 0 ? new JsonObject() : JsonNode.Parse(body)!;
    }

    private Task<HttpClient> ApiOf(Regulatief.Cases.Accounts.Account account) => As(account).ApiAsync();
}
