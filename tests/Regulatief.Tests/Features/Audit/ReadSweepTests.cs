using System.Net;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Architecture;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.CaseHandovers;
using Regulatief.Web.Features.ClientRequests;
using Regulatief.Web.Features.Contacts;
using Regulatief.Web.Features.Escalations;
using Regulatief.Web.Features.Retention;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Features.Matching;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Features.VolunteerActivities;
using Regulatief.Web.Hosting;

namespace Regulatief.Tests.Features.Audit;

/// <summary>Opens every address that there is, as every role, and asks of each answer that shows something of a client whether the audit log tells so.</summary>
public sealed class ReadSweepTests(SqliteHost host) : FeatureTest(host)
{
    private const string FirstName = "Zebulon";
    private const string LastName = "Zonnebloem";
    private const string Observation = "Hij dronk weer, dinsdagavond.";

    private readonly List<string> _marks = [FirstName, LastName, Observation, "Zacharias", "Zilverberg"];
    private readonly Dictionary<string, IReadOnlyList<string>> _ids = new(StringComparer.Ordinal);
    private readonly List<Account> _people = [];

    [Fact]
    public async Task EveryAddress_ThatShowsAClient_LeavesARowOfWhoReadIt()
    {
        await GivenOneOfEverything();
        var addresses = Addresses().ToList();

        var visits = (await Task.WhenAll(_people.Select(person => VisitAsync(person, addresses)))).SelectMany(v => v).ToList();

        Silent(visits).ShouldBeEmpty();
        visits.Where(v => v.Status >= HttpStatusCode.InternalServerError).Select(v => $"{v.Role} {v.Url}").ShouldBeEmpty();
        // Whoever declares that it shows something of clients was seen doing so: else the sweep would pass by what it does not reach.
        var read = await Read(db => db.AuditEntries.Where(e => e.Kind == AuditKind.Read).Select(e => e.Action).Distinct().ToListAsync(Cancel));
        ClientQueries.Except(read).ShouldBeEmpty();
        read.Except(ClientQueries).ShouldBeEmpty();
        await ShouldHaveWordsAsync();
    }

    [Fact]
    public void Control_WhatShowsAClientAndLeavesNoRowIsSeen()
    {
        var shows = Shows($"<h1>{FirstName} {LastName}</h1>");

        Silent([new Visit(AccountRole.Coordinator, "/stil", HttpStatusCode.OK, shows, LeftARow: false)]).ShouldBe(["Coordinator /stil"]);
        Silent([new Visit(AccountRole.Coordinator, "/verteld", HttpStatusCode.OK, shows, LeftARow: true), new Visit(AccountRole.Designer, "/cycli", HttpStatusCode.OK, Shows("<h1>Cycli</h1>"), LeftARow: false)])
            .ShouldBeEmpty();
    }

    /// <summary>What the rows of all this are about and what was done, in the words of who reads them.</summary>
    private async Task ShouldHaveWordsAsync()
    {
        var texts = new Texts(typeof(Texts).Assembly);
        var rows = await Read(db => db.AuditEntries.Select(e => new { e.Action, e.SubjectType }).Distinct().ToListAsync(Cancel));
        rows.Select(r => r.Action).Where(action => texts.ActionOf(action) == action).ShouldBeEmpty();
        rows.Select(r => r.SubjectType).OfType<string>().Where(type => !texts.Keys.Contains($"Audit.Subject.{type}")).ShouldBeEmpty();
    }

    private static List<string> ClientQueries { get; } =
        [.. Code.Web.GetTypes().Where(t => !t.IsInterface && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IClientQuery<>))).Select(t => t.Name)];

    private static IEnumerable<string> Silent(IEnumerable<Visit> visits) => visits.Where(v => v.ShowsClient && !v.LeftARow).Select(v => $"{v.Role} {v.Url}");

    private bool Shows(string body) => _marks.Exists(mark => body.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private async Task<List<Visit>> VisitAsync(Account person, IEnumerable<string> addresses)
    {
        var pages = (await As(person).BrowseAsync()).Http;
        var api = await As(person).ApiAsync();
        var visits = new List<Visit>();
        var told = await ReadsBy(person);
        foreach (var url in addresses)
        {
            var isCall = url.StartsWith("/api/", StringComparison.Ordinal) || url.StartsWith("/elsa/", StringComparison.Ordinal);
            using var answer = await (isCall ? api : pages).GetAsync(new Uri(url, UriKind.Relative), Cancel);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                visits.Add(new Visit(person.FirstRole, url, answer.StatusCode, ShowsClient: false, LeftARow: false));
                continue;
            }

            var before = told;
            told = await ReadsBy(person);
            visits.Add(new Visit(person.FirstRole, url, answer.StatusCode, Shows(await answer.Content.ReadAsStringAsync(Cancel)), told > before));
        }

        return visits;
    }

    private Task<int> ReadsBy(Account person) => Read(db => db.AuditEntries.CountAsync(e => e.ActorId == person.Id && e.Kind == AuditKind.Read, Cancel));

    private IEnumerable<string> Addresses() => Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null
            && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .SelectMany(endpoint => Filled(endpoint.RoutePattern)).Distinct();

    /// <summary>The address with each of our ids in its first place; other places get what their route would take.</summary>
    private IEnumerable<string> Filled(RoutePattern pattern)
    {
        var folder = pattern.PathSegments.Select(s => s.Parts[0]).TakeWhile(part => part is not RoutePatternParameterPart).OfType<RoutePatternLiteralPart>().LastOrDefault()?.Content ?? "";
        foreach (var id in pattern.Parameters.Count == 0 ? [""] : _ids.GetValueOrDefault(pattern.Parameters[0].Name == "definitionId" ? "definitionId" : folder, ["400"]))
        {
            var isFirst = true;
            var path = "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part =>
            {
                if (part is RoutePatternLiteralPart literal) return literal.Content;
                if (part is RoutePatternSeparatorPart separator) return separator.Content;
                var value = isFirst ? id : "evaluatie";
                isFirst = false;
                return value;
            }))));
            yield return path + Asked(path);
        }
    }

    private string Asked(string path) => path switch
    {
        "/elsa/api/activity-executions/by-id" => $"?id={_ids["activity-executions"][0]}",
        "/elsa/api/activity-executions/list" or "/elsa/api/activity-execution-summaries/list" => $"?workflowInstanceId={_ids["workflow-instances"][0]}",
        _ => "",
    };

    private async Task GivenOneOfEverything()
    {
        var privacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
        // By POST alone, which a sweep of addresses does not do.
        await As(privacyOfficer).SendAsync(new ExportAuditQuery(AuditFilter.None));
        var @case = await Given(A.Case().ForClient(FirstName, LastName).Paired());
        await Host.PassAsync(TimeSpan.FromDays(30));
        var closed = await Given(A.Case().ForClient("Zacharias", "Zilverberg").LedBy(@case.Officer).CoordinatedBy(@case.Coordinator));
        await Read(db => db.Cases.Where(c => c.Id == closed.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, Clock.GetUtcNow()), Cancel));
        var past = await Given(A.Case().ForClient("Zacharias", "Zilverberg").LedBy(@case.Officer).CoordinatedBy(@case.Coordinator));
        await Read(db => db.Cases.Where(c => c.Id == past.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, Clock.GetUtcNow().AddYears(-6)), Cancel));
        await As(privacyOfficer).SendAsync(new SetLegalHoldCommand(@case.Number, "Een klacht.", Clock.Today().AddYears(1)));
        await As(@case.Client!).SendAsync(new MakeClientRequestCommand(@case.Id, ClientRequestKind.OwnFile, null));
        await Host.WriteAsync(db => db.HumanTasks.Add(new HumanTask
        {
            CaseId = @case.Id, Kind = HumanTaskKind.CaseTask, Title = "Iets doen", Role = AccountRole.Coordinator, Outcomes = ["Done"], OpenedAt = Clock.GetUtcNow(), DueOn = Clock.Today(),
        }));
        _marks.Add(@case.Id.ToString()!);
        _people.AddRange(
            [@case.Officer, @case.Coordinator, @case.Volunteer.Account, @case.Client!, privacyOfficer,
            await Given(A.Account(AccountRole.Designer)), await Given(A.Account(AccountRole.Manager)), await Given(A.Account(AccountRole.Administrator))]);

        var agreement = await Agreed(@case);
        var discussed = await Noted(@case);
        await As(@case.Volunteer.Account).SendAsync(new DiscussRiskSignalCommand(
            discussed, Clock.Today(), new TimeOnly(8, 30), DiscussionManner.FaceToFace, [CaseRole.Professional], "Dat je weer drinkt.", "Ik had het zwaar."));
        await As(@case.Volunteer.Account).SendAsync(new ShareRiskSignalCommand(discussed, CaseRole.Professional, null));
        var acute = await Noted(@case);
        await As(@case.Volunteer.Account).SendAsync(new ShareRiskSignalCommand(acute, CaseRole.Professional, new SharingException(SharingGround.AcuteDanger, "Hij dreigt.")));
        await As(@case.Volunteer.Account).SendAsync(new LogVolunteerActivityCommand(
            @case.Id, VolunteerActivityCategory.Talking, Clock.Today(), 60, LocationType.ProbationOffice, null, null, "Gezellig."));
        await As(await Given(A.ProbationOfficer())).SendAsync(new TakeBreakGlassCommand(@case.Number, BreakGlassCategory.NobodyReachable, "De politie belde."));
        await Planned(@case);
        await Proposed(@case);
        await KnowIdsAsync(@case, agreement, [discussed, acute]);
        await HandedOver(@case);
        await Answered(@case);
        await TakenOver(@case);
    }

    /// <summary>The volunteer takes over from another, in a case that they do not see yet.</summary>
    private async Task TakenOver(CaseUnderTest @case)
    {
        var other = await Given(A.Case().Paired());
        var leaving = new VolunteerLeaving
        {
            CaseId = other.Id, PairingId = await Read(db => db.VolunteerAssignments.Where(a => a.CaseId == other.Id).Select(a => a.Id).SingleAsync(Cancel)), SaidById = other.Officer.Id,
            SaidAt = Clock.GetUtcNow(), Reason = "Verhuist.", LastDay = Clock.Today().AddDays(14), IsOnlyContact = false,
        };
        leaving.Name(@case.Volunteer.Id, "Woont dichtbij.", other.Coordinator.Id);
        await Host.WriteAsync(db => db.VolunteerLeavings.Add(leaving));
    }

    private async Task Answered(CaseUnderTest @case)
    {
        var seen = new AnswerEscalationsCommand { All = true, Kind = EscalationAnswerKind.Acknowledged };
        await As(@case.Coordinator).SendAsync(seen);
        // Seen already: the second tells of each that it was refused.
        var batch = await As(@case.Coordinator).SendAsync(seen);
        while (await Host.SweepAsync() > 0) { }
        foreach (var folder in new[] { "antwoorden", "escalation-batches" }) _ids[folder] = [batch.ToString()];
    }

    private async Task HandedOver(CaseUnderTest @case)
    {
        var colleague = await Given(A.ProbationOfficer());
        var handover = (await As(@case.Officer).SendAsync(new HandOverCasesCommand(null, colleague.Id, Clock.Today().AddDays(1), [new CaseToHandOver(@case.Id, Observation)]))).Asked[0].HandoverId;
        foreach (var folder in new[] { "overdracht", "case-handovers" }) _ids[folder] = [handover.ToString()];
        var manager = _people.Find(p => p.Has(AccountRole.Manager))!;
        await Host.WriteAsync(db => db.Notices.Add(new Notice { AccountId = manager.Id, Kind = NoticeKind.HandoverAccepted, CaseId = @case.Id, SubjectId = handover, At = Clock.GetUtcNow() }));
    }

    private async Task Proposed(CaseUnderTest @case)
    {
        var step = new HumanTask
        {
            CaseId = @case.Id, Kind = HumanTaskKind.MatchVolunteer, Title = "Vrijwilliger zoeken", Role = AccountRole.Coordinator, Outcomes = ["Matched", "NoMatch"], OpenedAt = Clock.GetUtcNow(), DueOn = Clock.Today(),
        };
        var proposal = MatchProposal.Of(step, @case.Volunteer.Id, Observation, WorkingCalendar.OfLaw, @case.Coordinator.Id, Clock.GetUtcNow());
        proposal.Accept(@case.Volunteer.Account.Id, Clock.GetUtcNow());
        await Host.WriteAsync(db =>
        {
            db.Add(step);
            db.Add(new MatchProfile { CaseId = @case.Id, Help = [VolunteerActivityCategory.Talking], AgreedOn = Clock.Today(), RecordedById = @case.Officer.Id, RecordedAt = Clock.GetUtcNow() });
            db.Add(proposal);
        });
        foreach (var folder in new[] { "voorstellen", "mijn-voorstellen", "match-proposals" }) _ids[folder] = [proposal.Id.ToString()];
        // At an address with a second id, which a sweep does not fill in.
        await As(@case.Coordinator).SendAsync(new AskVolunteerPageQuery(step.Id, @case.Volunteer.Id.Value));
    }

    private async Task Planned(CaseUnderTest @case)
    {
        var meeting = new ThreeWayMeeting { CaseId = @case.Id, Round = 1, PlannedOn = Clock.Today() };
        var proposal = meeting.Propose(
            new MeetingTime { StartsAt = Clock.GetUtcNow().AddHours(3), Minutes = 60, Place = LocationType.ProbationOffice }, CaseRole.Professional, @case.Officer.Id, null, Clock.GetUtcNow());
        meeting.SayYes(proposal.Id, CaseRole.Client, [CaseRole.Client], @case.Client!.Id, Clock.GetUtcNow());
        await Host.WriteAsync(db => db.Meetings.Add(meeting));
        foreach (var folder in new[] { "driegesprekken", "meetings" }) _ids[folder] = [meeting.Id.ToString()];
    }

    private Task<RiskSignalId> Noted(CaseUnderTest @case) =>
        As(@case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(@case.Id, RiskSignalKind.RisingRiskBehaviour, Observation, SignalSeverity.Worrying, new(2026, 11, 23)));

    private async Task<AgreementId> Agreed(CaseUnderTest @case)
    {
        var proposal = new AgreementProposal
        {
            Purpose = "Samen terugval voor zijn.",
            DiscussFirst = "Eerst samen praten, dan pas delen.",
            ValidFrom = Clock.Today(),
            ValidUntil = Clock.Today().AddYears(1),
            Categories = [new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] }],
        };
        var agreement = (await As(@case.Officer).SendAsync(new ProposeAgreementCommand(@case.Id, proposal))).AgreementId;
        foreach (var party in new[] { @case.Officer, @case.Volunteer.Account, @case.Client! }) await As(party).SendAsync(new SignAgreementCommand(agreement));
        return agreement;
    }

    private async Task KnowIdsAsync(CaseUnderTest @case, AgreementId agreement, IReadOnlyList<RiskSignalId> signals)
    {
        var instances = await Read(db => db.Instances.Where(i => i.CaseId == @case.Id && i.RiskSignalId == null).Select(i => i.Id).ToListAsync(Cancel));
        var visit = await Read(db => db.Journal.Where(e => e.InstanceId == instances[0]).Select(e => e.ActivityExecutionId).FirstAsync(Cancel));
        var tasks = await Read(db => db.HumanTasks.Where(t => t.CaseId == @case.Id).Select(t => t.Id).ToListAsync(Cancel));
        var version = await Read(db => db.Definitions.Where(d => d.DefinitionId == TestDefinitions.IntakeThenTask).Select(d => d.Id).FirstAsync(Cancel));
        foreach (var folder in new[] { "trajecten", "cases", "mijn-traject" }) _ids[folder] = [@case.Id.ToString()!];
        var support = await As(@case.Volunteer.Account).SendAsync(new AskSupportCommand("Ik wil overleggen."));
        foreach (var folder in new[] { "ondersteuning", "support-requests" }) _ids[folder] = [support.ToString()];
        foreach (var folder in new[] { "taken", "tasks" }) _ids[folder] = tasks.ConvertAll(id => id.ToString()!);
        foreach (var folder in new[] { "signalen", "risk-signals" }) _ids[folder] = [.. signals.Select(id => id.ToString()!)];
        var calls = await Read(db => db.DangerCalls.Select(c => c.Id).ToListAsync(Cancel));
        foreach (var folder in new[] { "acuut", "danger-calls" }) _ids[folder] = calls.ConvertAll(id => id.ToString());
        foreach (var folder in new[] { "afspraken", "agreements" }) _ids[folder] = [agreement.ToString()!];
        foreach (var folder in new[] { "versies", "samenvoegen", "by-id", "subgraph", "segments" }) _ids[folder] = [version.ToString()];
        _ids["vrijwilligers"] = [@case.Volunteer.Id.ToString()!];
        _ids["accounts"] = [@case.Client!.Id.ToString()];
        foreach (var folder in new[] { "projecten", "projects" }) _ids[folder] = [@case.Project.Id.ToString()!];
        _ids["workflow-instances"] = instances.ConvertAll(id => id.Value.ToString("N"));
        _ids["activity-executions"] = [visit.ToString("N")];
        _ids["definitionId"] = [TestDefinitions.IntakeThenTask];
    }

    private sealed record Visit(AccountRole Role, string Url, HttpStatusCode Status, bool ShowsClient, bool LeftARow);
}
