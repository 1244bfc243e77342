using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Features.VolunteerActivities;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>Walks every address that can be read, and looks for names that its reader is not to know.</summary>
public sealed class FamilyNamesTests(SqliteHost host) : FeatureTest(host)
{
    private const string Clients = "Wintergroen";
    private const string Volunteers = "Zonderland";
    private const string Predecessors = "Voorbijganger";

    private CaseUnderTest _case = null!;
    private List<Guid> _ids = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var project = await Given(A.Project());
        var volunteer = await Given(A.Volunteer().Named("Karin", Volunteers).In(project));
        var predecessor = await Given(A.Volunteer().Named("Joost", Predecessors).In(project));
        _case = await Given(A.Case().ForClient("Zebulon", Clients).Running(TestDefinitions.MakingAgreements).Paired(volunteer));
        await Host.ReadAsync(async db =>
        {
            (await db.Accounts.SingleAsync(a => a.Id == _case.Client!.Id, Cancel)).DisplayName = $"Zebulon {Clients}";
            var former = new VolunteerAssignment { CaseId = _case.Id, VolunteerId = predecessor.Id, From = Clock.GetUtcNow().AddDays(-30) };
            former.End(Clock.GetUtcNow().AddDays(-3), "Verhuisd.");
            db.Add(former);
            db.Timeline.Add(new TimelineEntry { CaseId = _case.Id, Kind = TimelineKind.VolunteerLeaves, At = Clock.GetUtcNow(), ById = predecessor.Account.Id });
            return await db.SaveChangesAsync(Cancel);
        });
        await WorkTogether(volunteer.Account);
        _ids = await Read(async db => new List<Guid>(
        [
            _case.Id.Value, .. await db.HumanTasks.Select(t => t.Id.Value).ToListAsync(Cancel), .. await db.Agreements.Select(a => a.Id.Value).ToListAsync(Cancel),
            .. await db.RiskSignals.Select(s => s.Id.Value).ToListAsync(Cancel),
        ]));
    }

    [Fact]
    public async Task Client_ReadsNoVolunteersFamilyName()
    {
        var (told, read) = await WalkAsync(_case.Client!, Volunteers, Predecessors);

        told.ShouldBeEmpty();
        read.ShouldContain("/mijn-traject");
        read.ShouldContain($"/api/v1/cases/{_case.Id}/timeline");
    }

    [Fact]
    public async Task Volunteer_ReadsNoClientsNorPredecessorsFamilyName()
    {
        var (told, read) = await WalkAsync(_case.Volunteer.Account, Clients, Predecessors);

        told.ShouldBeEmpty();
        read.ShouldContain($"/trajecten/{_case.Id}");
        read.ShouldContain($"/api/v1/cases/{_case.Id}/timeline");
    }

    [Fact]
    public async Task Control_TheWalkSeesTheNamesThatAnOfficerReads()
    {
        var (told, _) = await WalkAsync(_case.Officer, Clients, Volunteers, Predecessors);

        told.ShouldContain($"/trajecten/{_case.Id}: {Clients}");
        told.ShouldContain($"/api/v1/cases/{_case.Id}: {Volunteers}");
        told.ShouldContain($"/api/v1/cases/{_case.Id}/timeline: {Predecessors}");
    }

    /// <summary>All that leaves a name behind: who signed, who shared, who logged something.</summary>
    private async Task WorkTogether(Account volunteer)
    {
        var proposal = new AgreementProposal
        {
            Purpose = "Samen werken aan de doelen.",
            DiscussFirst = "Eerst praten.",
            ValidFrom = new DateOnly(2026, 11, 24),
            ValidUntil = new DateOnly(2027, 11, 23),
            Categories = [new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] }],
        };
        var agreement = (await As(_case.Officer).SendAsync(new ProposeAgreementCommand(_case.Id, proposal))).AgreementId;
        foreach (var party in new[] { _case.Officer, volunteer, _case.Client! }) await As(party).SendAsync(new SignAgreementCommand(agreement));
        var signal = await As(volunteer).SendAsync(new NoteRiskSignalCommand(_case.Id, RiskSignalKind.RisingRiskBehaviour, "Hij dronk weer.", SignalSeverity.Worrying, new(2026, 11, 23)));
        await As(volunteer).SendAsync(new DiscussRiskSignalCommand(
            signal, new DateOnly(2026, 11, 24), new TimeOnly(8, 30), DiscussionManner.FaceToFace, [CaseRole.Professional], "Dat je drinkt.", "Zwaar."));
        await As(volunteer).SendAsync(new ShareRiskSignalCommand(signal, CaseRole.Professional, null));
        await As(volunteer).SendAsync(new LogVolunteerActivityCommand(
            _case.Id, VolunteerActivityCategory.Talking, new DateOnly(2026, 11, 24), 60, LocationType.ProbationOffice, null, null, null));
    }

    /// <returns>Which address told which name, and which addresses could be read at all.</returns>
    private async Task<(List<string> Told, List<string> Read)> WalkAsync(Account reader, params string[] names)
    {
        var (browser, api) = ((await As(reader).BrowseAsync()).Http, await As(reader).ApiAsync());
        List<string> told = [], read = [];
        foreach (var url in Addresses())
        {
            var answer = await (url.StartsWith("/api/", StringComparison.Ordinal) ? api : browser).GetAsync(new Uri(url, UriKind.Relative), Cancel);
            if (answer.StatusCode != HttpStatusCode.OK) continue;
            read.Add(url);
            var content = await answer.Content.ReadAsStringAsync(Cancel);
            told.AddRange(names.Where(name => content.Contains(name, StringComparison.Ordinal)).Select(name => $"{url}: {name}"));
        }

        return (told, read);
    }

    /// <summary>Each address that is read, with each id that there is; those with other parameters cannot be about a case.</summary>
    private IEnumerable<string> Addresses() => Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Where(e => e.RoutePattern.Parameters.All(p => p.ParameterPolicies.Any(policy => policy.Content == "guid")))
        .Select(e => $"/{e.RoutePattern.RawText!.TrimStart('/')}").Distinct().Order(StringComparer.Ordinal)
        .SelectMany(pattern => pattern.Contains('{', StringComparison.Ordinal) ? _ids.Select(id => Filled(pattern, id)) : [pattern]);

    private static string Filled(string pattern, Guid id) =>
        System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]+\}", id.ToString());
}
