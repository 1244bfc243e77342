using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.MyWork;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Features.RiskSignals;

/// <summary>A volunteer's rights end with the pairing, also over the own signals; what was undecided then is withdrawn.</summary>
public sealed class PairingEndedTests(SqliteHost host) : SignalTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    protected override CaseBuilder Beginning => A.Case().Running("alle-stappen").Paired();

    [Fact]
    public async Task AfterThePairing_EveryRouteToTheOwnSignal_IsNotFound()
    {
        await Succeeded();
        var api = await Volunteer.ApiAsync();

        (await (await Volunteer.BrowseAsync()).OpenAsync($"/signalen/{Signal}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.GetAsync(new Uri($"/api/v1/risk-signals/{Signal}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var (action, body) in Attempts)
            (await api.PostAsync($"/api/v1/risk-signals/{Signal}/{action}", body)).StatusCode.ShouldBe(HttpStatusCode.NotFound, action);
    }

    [Fact]
    public async Task AfterThePairing_NoListNamesTheOwnSignal()
    {
        await Succeeded();

        (await Volunteer.SendAsync(new VolunteerWorkQuery())).OpenSignals.ShouldBeEmpty();
        (await Volunteer.SendAsync(new ListTasksQuery())).Total.ShouldBe(0);
    }

    [Fact]
    public async Task AfterThePairing_SuccessorSigned_TheOrdinaryGroundIsNotTheFormerVolunteers()
    {
        var agreement = await Agree();
        await Discuss(CaseRole.Professional);
        var successor = await Succeeded();
        await As(successor.Account).SendAsync(new SignAgreementCommand(agreement));

        await Should.ThrowAsync<NotFoundException>(Share());
        await Should.ThrowAsync<NotFoundException>(Share(exception: AcuteDanger));
    }

    // The policy does not lean on what a query let through.
    [Fact]
    public async Task AfterThePairing_ThePolicyItselfRefusesTheFormerVolunteer()
    {
        await Agree();
        await Discuss(CaseRole.Professional);
        var successor = await Succeeded();
        await As(successor.Account).SendAsync(new SignAgreementCommand((await Read(db => db.Agreements.SingleAsync(Cancel))).Id));

        (await Refusal(Case.Volunteer.Account, null)).ShouldBe("sharing-is-the-volunteers");
        (await Refusal(Case.Volunteer.Account, AcuteDanger)).ShouldBe("sharing-exception-not-yours");
    }

    [Fact]
    public async Task AfterThePairing_TheSuccessorMayNotShareWhatTheOtherNoted()
    {
        await Agree();
        await Discuss(CaseRole.Professional);
        var successor = await Succeeded();
        await As(successor.Account).SendAsync(new SignAgreementCommand((await Read(db => db.Agreements.SingleAsync(Cancel))).Id));

        await Should.ThrowAsync<NotFoundException>(As(successor.Account).SendAsync(new RiskSignalOfVolunteerQuery(Signal)));
        (await Refusal(successor.Account, null)).ShouldBe("sharing-is-the-volunteers");
        (await Refusal(successor.Account, AcuteDanger)).ShouldBe("sharing-exception-not-yours");
    }

    [Fact]
    public async Task HandOver_UndecidedSignal_IsWithdrawnAndNothingWaitsForItAnyMore()
    {
        await Attempt(Today, askCoordinator: false);
        Clock.Advance(TimeSpan.FromDays(1));
        await Attempt(Today.AddDays(1), askCoordinator: true);

        await HandOver();

        (await Read(db => db.RiskSignals.SingleAsync(Cancel))).Status.ShouldBe(RiskSignalStatus.Withdrawn);
        var tasks = await Read(db => db.HumanTasks.Where(t => t.SubjectId == Signal.Value).ToDictionaryAsync(t => t.Kind, t => t.Status, Cancel));
        tasks.ShouldBe(new Dictionary<HumanTaskKind, HumanTaskStatus>
        {
            [HumanTaskKind.RiskSignal] = HumanTaskStatus.Completed, [HumanTaskKind.ClientUnreachable] = HumanTaskStatus.Cancelled,
        }, ignoreOrder: true);
        (await Read(db => db.Instances.SingleAsync(i => i.RiskSignalId == Signal, Cancel))).Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public async Task HandOver_UndecidedSignal_LeavesNoTraceForAnybodyElse()
    {
        var successor = await HandOver();

        foreach (var account in new[] { Case.Officer, Case.Coordinator, successor.Account })
        {
            await Should.ThrowAsync<NotFoundException>(As(account).SendAsync(new ShowRiskSignalQuery(Signal)));
            var timeline = await As(account).SendAsync(new CaseTimelineQuery(Case.Id));
            timeline.Items.ShouldNotContain(item => item.SubjectId == Signal.Value || item.Sentence.Contains("ignaal", StringComparison.Ordinal));
        }

        var audit = await As(PrivacyOfficer).SendAsync(new FindAuditEntriesQuery(AuditFilter.None, 1));
        audit.Items.ShouldNotContain(line => line.Action.Contains("Signal", StringComparison.Ordinal) || line.SubjectType == nameof(RiskSignal));
    }

    [Fact]
    public async Task HandOver_WhoRecordsIt_IsAskedTheSameWithAndWithoutASignal()
    {
        var task = await OpenTask(Case, HumanTaskKind.VolunteerHandover);
        var browser = await Coordinator.BrowseAsync();
        var with = (await browser.OpenAsync($"/taken/{task.Id}")).Text;
        await Volunteer.SendAsync(new WithdrawRiskSignalCommand(Signal));

        (await browser.OpenAsync($"/taken/{task.Id}")).Text.ShouldBe(with);
    }

    [Fact]
    public async Task HandOver_SignalThatWasDecided_StaysAsItWas()
    {
        await Discuss();
        await Volunteer.SendAsync(new KeepBetweenUsCommand(Signal));

        await HandOver();

        (await Read(db => db.RiskSignals.SingleAsync(Cancel))).Status.ShouldBe(RiskSignalStatus.DiscussedNotShared);
    }

    [Fact]
    public async Task HandOver_SharedSignal_StaysItsRecipientsToHandle()
    {
        await Shared();

        await HandOver();

        await Officer.SendAsync(new AcknowledgeRiskSignalCommand(Signal));
        (await Officer.SendAsync(new RiskSignalForRecipientQuery(Signal))).Signal.Status.ShouldBe(RiskSignalStatus.Acknowledged);
        await Should.ThrowAsync<NotFoundException>(Volunteer.SendAsync(new ShowRiskSignalQuery(Signal)));
    }

    [Fact]
    public async Task HandOver_SignalTheyTalkedAbout_TellsTheClientThatItEndedWithTheVolunteer()
    {
        await Discuss();

        await HandOver();

        var browser = await As(Case.Client!).BrowseAsync();
        (await browser.OpenAsync("/mijn-traject")).Text.ShouldContain("is gestopt als vrijwilliger. Hier is niets mee gedaan.");
        (await browser.OpenAsync($"/signalen/{Signal}")).Text.ShouldContain("is gestopt als vrijwilliger, en daarmee is dit afgesloten.");
    }

    private static IEnumerable<(string Action, object Body)> Attempts =>
    [
        ("discuss", new { on = "2026-11-24", at = "08:30", how = "FaceToFace", toldRecipients = Array.Empty<string>(), clientsReaction = "Ja." }),
        ("failed-attempt", new { on = "2026-11-24", how = "ByPhone" }),
        ("share", new { recipient = "Professional" }),
        ("share", new { recipient = "Professional", exception = new { ground = "AcuteDanger", reason = "Nu." } }),
        ("keep", new JsonObject()),
        ("withdraw", new JsonObject()),
    ];

    /// <summary>Another volunteer stands beside the client, without a hand-over that decides about the signal.</summary>
    private async Task<VolunteerUnderTest> Succeeded()
    {
        var successor = await Given(A.Volunteer().In(Case.Project));
        await Host.WriteAsync(db =>
        {
            db.VolunteerAssignments.Single(a => a.CaseId == Case.Id).End(Clock.GetUtcNow(), "Verhuisd.");
            db.VolunteerAssignments.Add(new VolunteerAssignment { CaseId = Case.Id, VolunteerId = successor.Id, From = Clock.GetUtcNow() });
        });
        return successor;
    }

    private async Task<VolunteerUnderTest> HandOver()
    {
        var successor = await Given(A.Volunteer().In(Case.Project));
        await Complete(Case, HumanTaskKind.VolunteerHandover, StepAnswers.Handover(successor.Id, Today));
        return successor;
    }

    private Task<RiskSignalId> Attempt(DateOnly on, bool askCoordinator) =>
        Volunteer.SendAsync(new RecordFailedAttemptCommand(Signal, on, DiscussionManner.ByPhone, askCoordinator));

    private async Task<string> Refusal(Account account, SharingException? exception)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = new Actor(account.Id, account.FirstRole);
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var signal = await db.RiskSignals.Include(s => s.Disclosures).SingleAsync(s => s.Id == Signal, Cancel);
        var @case = await db.Cases.ForChange(Case.Id).SingleAsync(Cancel);
        var policy = scope.ServiceProvider.GetRequiredService<SharingPolicy>();
        return (await Should.ThrowAsync<CaseRuleException>(policy.PermitFor(signal, @case, CaseRole.Professional, exception, Cancel))).Code;
    }
}
