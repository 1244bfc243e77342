using System.Net;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Time;
using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.MyCase;
using Regulatief.Web.Features.VolunteerActivities;

namespace Regulatief.Tests.Persistence;

/// <summary>
/// Whoever sees a case, sees it on every way to it, and nobody else on any: after histories drawn at random of assignments, pairings, cover, exclusions,
/// restrictions, looking along and emergency access, of closing and opening again, and of time that ends them. What is right, a predicate over plain data says, written apart.
/// </summary>
public abstract partial class NeedToKnowContract(RegulatiefHost host) : IAsyncLifetime
{
    private const int Asked = 4;

    private static readonly string[] MetOften = ["Cover", "Restrict", "Handed", "Share", "Exclusion", "BreakGlass", "seen", "unseen", "looks along"];

    private static readonly string[] MetSeldom = ["kept out", "Lift", "Listed", "Look", "End", "EndCover", "told", "told no more", "signal followed", "Reopen"];

    private readonly List<PlainPerson> _people = [];
    private readonly List<CaseUnderTest> _cases = [];
    private readonly Dictionary<string, int> _met = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (host.Database.Missing is { } reason) throw Promised.Missing(host.Database.Provider.ToString().ToLowerInvariant(), reason);
        await host.ResetAsync(Cancel);
        await PeopleAsync();
        await DesignerAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task NeedToKnow_AnyHistory_EveryWayToACaseAgreesWithThePredicate()
    {
        var seed = FaultLength.Seed(nameof(NeedToKnow_AnyHistory_EveryWayToACaseAgreesWithThePredicate));
        // On each of the databases: together ten thousand, or two hundred.
        var (histories, seeds) = (FaultLength.Of(100, 5_000), new Random(seed));
        for (var nth = 0; nth < histories; nth++)
        {
            var random = new Random(seeds.Next());
            var history = await LivedAsync(random, $"history {nth} of seed {seed}");
            // Half of them are among those to whom something was given or forbidden: a stranger's answers alone would seldom tell much.
            var named = history.Given.Select(g => g.Who).ToHashSet();
            var shuffled = _people.OrderBy(_ => random.Next()).ToList();
            List<PlainPerson> people = [.. shuffled.Where(p => named.Contains(p.Id)).Take(Asked / 2).Concat(shuffled).Distinct().Take(Asked)];
            foreach (var person in people) await CheckAsync(person, history, history.Cases.Values.ElementAt(random.Next(history.Cases.Count)), $"{history}");
            await CheckDesignerAsync($"{history}");
            if (nth % 50 == 0) await CheckDesignersApiAsync(people[0], $"{history}");
            if (nth % 10 == 0) await CheckApiAsync(people.First(p => p.Role != AccountRole.PrivacyOfficer), history, $"{history}");
            if (nth % 500 == 499) FaultLength.Say($"{nth + 1} histories of seed {seed} on {host.Database.Provider}");
        }

        FaultLength.Say($"Met in {histories} histories: {string.Join(", ", _met.OrderBy(m => m.Value).Select(m => $"{m.Key} {m.Value}"))}");

        // What happens often was met, else the histories tell nothing; what takes several steps in turn is seldom met in so few, and must be at length.
        foreach (var what in MetOften.Concat(MetWithRounds)) _met.GetValueOrDefault(what).ShouldBeGreaterThanOrEqualTo(5, what);
        if (FaultLength.IsFull)
            foreach (var what in MetSeldom.Concat(MetWithSignals)) _met.GetValueOrDefault(what).ShouldBeGreaterThanOrEqualTo(5, what);
    }

    /// <summary>The predicate. It knows nothing of how the product asks its database.</summary>
    private static bool Sees(PlainPerson who, PlainCase what, History history, DateTimeOffset now, bool toWork = false)
    {
        bool Lasts(Given given) => given.From <= now && (given.Until is null || now < given.Until) && given.EndedAt is null;
        bool Has(CaseAccessKind kind) => history.Given.Exists(g => g.Who == who.Id && g.Case == what.Id && g.Kind == kind && Lasts(g));

        if (history.Given.Exists(g => g.Who == who.Id && g.Kind == CaseAccessKind.Exclusion && Lasts(g) && history.Cases[g.Case].Client == what.Client)) return false;

        var workOf = history.WorkOf(who.Id, now);
        var isTheirWork = who.Role switch
        {
            AccountRole.ProbationOfficer => workOf.Contains(what.Professional),
            AccountRole.Coordinator => what.Coordinators.Exists(workOf.Contains),
            AccountRole.Volunteer => what.Volunteer == who.Id,
            AccountRole.Client => what.Client == who.Id,
            _ => false,
        };
        var isStaff = who.Role is AccountRole.ProbationOfficer or AccountRole.Coordinator or AccountRole.Manager;
        var looksAlong = isStaff && !toWork && (Has(CaseAccessKind.Share) || Has(CaseAccessKind.Look) || Has(CaseAccessKind.BreakGlass));
        if (!isTheirWork && !looksAlong) return false;
        return !isStaff || !what.IsRestricted || what.Professional == who.Id || Has(CaseAccessKind.Listed);
    }

    /// <param name="opened">The one of which the whole page is opened: of each it would be long.</param>
    private async Task CheckAsync(PlainPerson person, History history, PlainCase opened, string story)
    {
        var now = host.Clock.GetUtcNow();
        var expected = history.Cases.Values.Where(c => Sees(person, c, history, now)).Select(c => c.Id).ToHashSet();
        var working = history.Cases.Values.Where(c => Sees(person, c, history, now, toWork: true)).Select(c => c.Id).ToHashSet();
        story = $"{person.Role} {person.Account.UserName} in {story}";
        lock (_met)
        {
            Count("seen", expected.Count);
            Count("unseen", history.Cases.Count - expected.Count);
            Count("looks along", expected.Count - working.Count);
            Count("kept out", history.Cases.Values.Count(c => !expected.Contains(c.Id) && (person.Id == c.Professional || c.Coordinators.Contains(person.Id))));
        }

        // All at once: each answer waits until its row of the audit log is committed, and one such wait does for all.
        var actor = await host.As(person.Account).ActorAsync();
        await Task.WhenAll([.. AskedAboutCases(person, actor, history, expected, working, opened, story), .. AskedAboutSignals(person, actor, history, expected, story), ToldAsync(person, actor, history, story)]);
    }

    private IEnumerable<Task> AskedAboutCases(
        PlainPerson person, Actor actor, History history, HashSet<CaseId> expected, HashSet<CaseId> working, PlainCase opened, string story)
    {
        var closed = history.Cases.Values.Where(c => c.IsClosed).Select(c => c.Id).ToHashSet();
        yield return ListedAsync(new FindCasesQuery(), [.. expected.Except(closed)]);
        yield return ListedAsync(new FindCasesQuery(Closed: true), [.. expected.Intersect(closed)]);
        yield return ListedAsync(new FindCasesQuery(Words: "Cliënt"), expected);
        yield return WorkedOnAsync();
        foreach (var @case in history.Cases.Values)
        {
            var sees = expected.Contains(@case.Id);
            yield return ShownAsync(new CaseSummaryQuery(@case.Id), sees);
            yield return ShownAsync(new AgreementsOfCaseQuery(@case.Id), sees);
            if (person.Role is not AccountRole.Client) yield return ShownAsync(new ListVolunteerActivitiesQuery(@case.Id, 1), sees);
            yield return ShownAsync(new CaseActionQuery(@case.Id), working.Contains(@case.Id));
        }

        var isSeen = expected.Contains(opened.Id);
        yield return person.Role switch
        {
            AccountRole.Volunteer => ShownAsync(new VolunteerCaseQuery(opened.Id), isSeen),
            AccountRole.Client => ShownAsync(new CaseTimelineQuery(opened.Id, 1), isSeen),
            _ => ShownAsync(new CasePageQuery(opened.Id), isSeen),
        };
        if (person.Role == AccountRole.Client) yield return ShownAsync(new MyCasePageQuery(), expected.Count > 0);

        async Task ListedAsync(FindCasesQuery query, HashSet<CaseId> found)
        {
            var list = await host.SendAsync(actor, query);
            list.Items.Select(i => i.Id).ShouldBe(found, ignoreOrder: true, story);
            list.Total.ShouldBe(found.Count, story);
        }

        async Task WorkedOnAsync() =>
            (await host.ReadAsync(db => db.Cases.WorkedOnBy(actor).Select(c => c.Id).ToListAsync(Cancel))).ShouldBe(working, ignoreOrder: true, story);

        async Task ShownAsync<T>(IRequest<T> query, bool sees) => (await IsShownAsync(actor, query)).ShouldBe(sees, story);
    }

    private async Task CheckApiAsync(PlainPerson person, History history, string story)
    {
        var expected = history.Cases.Values.Where(c => Sees(person, c, history, host.Clock.GetUtcNow())).Select(c => c.Id.Value).ToHashSet();
        var api = await host.As(person.Account).ApiAsync();
        var list = (await (await api.GetAsync("/api/v1/cases", Cancel)).JsonAsync())["items"]!.AsArray();
        list.Select(item => Guid.Parse((string)item!["id"]!)).ShouldBe(expected.Except(history.Cases.Values.Where(c => c.IsClosed).Select(c => c.Id.Value)), ignoreOrder: true, story);
        foreach (var @case in history.Cases.Values)
        {
            var answer = await api.GetAsync($"/api/v1/cases/{@case.Id}", Cancel);
            answer.StatusCode.ShouldBe(expected.Contains(@case.Id.Value) ? HttpStatusCode.OK : HttpStatusCode.NotFound, story);
        }
    }

    private async Task<bool> IsShownAsync<T>(Actor actor, IRequest<T> query)
    {
        try
        {
            return await host.SendAsync(actor, query) is not null;
        }
        catch (NotFoundException)
        {
            return false;
        }
        catch (CaseRuleException refusal) when (refusal.Code == "role-may-not")
        {
            return false;
        }
    }

    /// <summary>A history from the same beginning: what the product accepted of it stands in plain data.</summary>
    private async Task<History> LivedAsync(Random random, string name)
    {
        var history = await BeginAsync(name);
        var aboutSignals = random.Next(3) * 0.45;
        for (var steps = random.Next(6, 20); steps > 0; steps--)
        {
            var (what, happened) = random.NextDouble() < aboutSignals ? await TrySignalAsync(random, history) : await TryAsync(random, history);
            history.Told.Add($"{what}{(happened ? "" : " (refused)")}");
            if (happened) Count(what.Split(' ')[0], 1);
        }

        return history;
    }

    private async Task<(string What, bool Happened)> TryAsync(Random random, History history)
    {
        var @case = history.Cases.Values.ElementAt(random.Next(history.Cases.Count));
        var staff = _people.Where(p => p.IsStaff).ToList();
        var somebody = staff[random.Next(staff.Count)];
        var privacyOfficer = _people.Single(p => p.Role == AccountRole.PrivacyOfficer);
        var leader = _people.Single(p => p.Id == @case.Professional);
        var today = LegalTime.DateOf(host.Clock.GetUtcNow());
        switch (random.Next(15))
        {
            case 0 or 1:
                host.Clock.Advance(TimeSpan.FromHours(random.Next(1, 60)));
                return ($"time to {host.Clock.GetUtcNow():dd HH:mm}", true);

            case 2:
                return await HandAsync(random, @case, leader);

            case 3 or 4:
                var colleagues = staff.FindAll(p => p.Role == somebody.Role && p != somebody);
                var colleague = colleagues[random.Next(colleagues.Count)];
                var (from, until) = (today.AddDays(random.Next(0, 2)), today.AddDays(random.Next(1, 4)));
                return await CarryOutAsync($"Cover by {colleague} of {somebody} {from}-{until}", somebody, new NameCoverCommand(null, colleague.Id, from, until),
                    id => history.Covers.Add(new PlainCover(id, somebody.Id, colleague.Id, from, until)));

            case 5:
                if (history.Covers.LastOrDefault(c => !c.IsEnded) is not { } cover) return ("nothing", true);
                return await CarryOutAsync("EndCover", _people.Single(p => p.Id == cover.Absent), new EndCoverCommand(cover.Id), _ => cover.IsEnded = true);

            case 6:
                return await GiveAsync(CaseAccessKind.Share, leader, somebody, @case, history, today.AddDays(random.Next(0, 3)));

            case 7:
                var excluded = await GiveAsync(CaseAccessKind.Exclusion, privacyOfficer, somebody, @case, history, null);
                // What they had in this case ends with it.
                if (excluded.Happened) foreach (var given in history.Given.Where(g => g.Who == somebody.Id && g.Case == @case.Id && g.Kind != CaseAccessKind.Exclusion)) given.EndedAt ??= host.Clock.GetUtcNow();
                return excluded;

            case 8:
                return await CarryOutAsync($"Restrict {@case.Number}", leader, new RestrictCaseCommand(@case.Id, "Een bekende."), async _ =>
                {
                    @case.IsRestricted = true;
                    await ReadListedAsync(history);
                });

            case 9:
                if (history.Cases.Values.FirstOrDefault(c => c.IsRestricted) is not { } restricted) return ("nothing", true);
                if (random.Next(2) == 0) return await GiveAsync(CaseAccessKind.Listed, privacyOfficer, somebody, restricted, history, null);
                return await CarryOutAsync($"Lift {restricted.Number}", privacyOfficer, new LiftRestrictionCommand(restricted.Id), _ =>
                {
                    restricted.IsRestricted = false;
                    foreach (var given in history.Given.Where(g => g.Case == restricted.Id && g.Kind == CaseAccessKind.Listed)) given.EndedAt ??= host.Clock.GetUtcNow();
                });

            case 10 or 11:
                var kind = somebody.Role == AccountRole.Manager && random.Next(2) == 0 ? CaseAccessKind.Look : CaseAccessKind.BreakGlass;
                IRequest<CaseId> look = kind == CaseAccessKind.Look ? new LookIntoCaseCommand(@case.Number, "Klacht.") : new TakeBreakGlassCommand(@case.Number, BreakGlassCategory.DangerToOthers, "Nu.");
                var hours = kind == CaseAccessKind.Look ? 8 : 4;
                return await CarryOutAsync($"{kind} {@case.Number} by {somebody}", somebody, look, async _ =>
                    history.Given.Add(new Given(await NewestAsync(), kind, somebody.Id, @case.Id, host.Clock.GetUtcNow(), host.Clock.GetUtcNow().AddHours(hours))));

            case 12 or 13:
                // Not the third: while its client has another case that runs, it never opens again.
                var ended = history.Cases.Values.ElementAt(random.Next(2));
                return await TryRoundAsync(random, ended, _people.Single(p => p.Id == ended.Professional), history);

            default:
                if (history.Given.Count == 0) return ("nothing", true);
                var over = history.Given[random.Next(history.Given.Count)];
                return await CarryOutAsync($"End {over.Kind} of {_people.Single(p => p.Id == over.Who)}", privacyOfficer, new EndCaseAccessCommand(over.Id), _ => over.EndedAt ??= host.Clock.GetUtcNow());
        }
    }

    private Task<(string What, bool Happened)> HandAsync(Random random, PlainCase @case, PlainPerson leader)
    {
        var officers = _people.Where(p => p.Role == AccountRole.ProbationOfficer).ToList();
        var successor = officers[random.Next(officers.Count)];
        return CarryOutAsync($"Handed {@case.Number} to {successor}", leader, new ReplaceProfessionalCommand(@case.Id, successor.Id, "Anders."), _ => @case.Professional = successor.Id);
    }

    private Task<(string What, bool Happened)> GiveAsync(CaseAccessKind kind, PlainPerson by, PlainPerson to, PlainCase @case, History history, DateOnly? until) => CarryOutAsync(
        $"{kind} {@case.Number} to {to}", by, new GiveCaseAccessCommand(@case.Id, kind, to.Id, until, "Zo is het."),
        id => history.Given.Add(new Given(id, kind, to.Id, @case.Id, host.Clock.GetUtcNow(), until is { } day ? LegalTime.At(day.AddDays(1), TimeOnly.MinValue) : null)));

    private Task<(string What, bool Happened)> CarryOutAsync<T>(string what, PlainPerson by, IRequest<T> command, Action<T> then) => CarryOutAsync(what, by, command, result =>
    {
        then(result);
        return Task.CompletedTask;
    });

    private async Task<(string What, bool Happened)> CarryOutAsync<T>(string what, PlainPerson by, IRequest<T> command, Func<T, Task> then)
    {
        try
        {
            await then(await host.As(by.Account).SendAsync(command));
            return (what, true);
        }
        catch (Exception refusal) when (refusal is CaseRuleException or NotFoundException or ValidationException)
        {
            return (what, false);
        }
    }

    private Task<Guid> NewestAsync() => host.ReadAsync(db => db.CaseAccesses.OrderByDescending(a => a.Id).Select(a => a.Id).FirstAsync(Cancel));

    /// <summary>Whom the product put on the list by itself.</summary>
    private async Task ReadListedAsync(History history)
    {
        var listed = await host.ReadAsync(db => db.CaseAccesses.Where(a => a.Kind == CaseAccessKind.Listed && a.EndedAt == null).AsNoTracking().ToListAsync(Cancel));
        history.Given.AddRange(listed.Where(a => !history.Given.Exists(g => g.Id == a.Id)).Select(a => new Given(a.Id, a.Kind, a.AccountId, a.CaseId, a.From, null)));
    }

    private void Count(string what, int times) => _met[what] = _met.GetValueOrDefault(what) + times;

    private async Task PeopleAsync()
    {
        var officers = await Several(AccountRole.ProbationOfficer, 3);
        var coordinators = await Several(AccountRole.Coordinator, 3);
        await Several(AccountRole.Manager, 2);
        await Several(AccountRole.PrivacyOfficer, 1);
        foreach (var (officer, coordinator) in new[] { (officers[0], coordinators[0]), (officers[1], coordinators[1]), (officers[0], coordinators[0]) })
        {
            var @case = await A.Case().LedBy(officer).CoordinatedBy(coordinator).Running(TestDefinitions.MatchThenTask).Paired().InAsync(host);
            _cases.Add(@case);
            _people.Add(new PlainPerson(@case.Volunteer.Account));
            _people.Add(new PlainPerson(@case.Client!));
        }

        // The first project has two coordinators; the third case is another one of the first one's client.
        var (first, third) = (_cases[0], _cases[2]);
        await host.WriteAsync(db => db.Add(new Regulatief.Cases.Projects.ProjectCoordinator { ProjectId = first.Project.Id, AccountId = coordinators[2].Id, Rank = 2 }));
        await host.ReadAsync(async db =>
        {
            var client = await db.Cases.Where(c => c.Id == first.Id).Select(c => c.ClientId).SingleAsync(Cancel);
            return await db.Cases.Where(c => c.Id == third.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClientId, client), Cancel);
        });

        await FollowersAsync();

        async Task<List<Account>> Several(AccountRole role, int count)
        {
            List<Account> accounts = [];
            for (var i = 0; i < count; i++) accounts.Add(await A.Account(role).InAsync(host));
            _people.AddRange(accounts.Select(a => new PlainPerson(a)));
            return accounts;
        }
    }

    /// <summary>The cases as they were started, and nothing that was given or named since.</summary>
    private async Task<History> BeginAsync(string name)
    {
        host.Clock.AdjustTime(RegulatiefHost.Morning);
        await host.ReadAsync(async db =>
        {
            await db.CaseAccesses.ExecuteDeleteAsync(Cancel);
            await db.Covers.ExecuteDeleteAsync(Cancel);
            await db.HumanTasks.Where(t => t.Kind == Regulatief.Cases.HumanTasks.HumanTaskKind.BreakGlassReview).ExecuteDeleteAsync(Cancel);
            await db.Notices.ExecuteDeleteAsync(Cancel);
            await ForgetSignalsAsync(db);
            foreach (var @case in _cases)
            {
                await db.Cases.Where(c => c.Id == @case.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.ProfessionalId, @case.Officer.Id).SetProperty(c => c.IsRestricted, false).SetProperty(c => c.PausedAt, (DateTimeOffset?)null), Cancel);
            }

            return 0;
        });
        await BeginAgainAsync();
        return new History(name, _cases.ToDictionary(c => c.Id, c => new PlainCase(c.Id, c.Number)
        {
            Professional = c.Officer.Id,
            Coordinators = [.. c == _cases[0] ? new[] { c.Coordinator.Id, _people.Last(p => p.Role == AccountRole.Coordinator).Id } : [c.Coordinator.Id]],
            Volunteer = c.Volunteer.Account.Id,
            Client = (c == _cases[2] ? _cases[0] : c).Client!.Id,
        }));
    }

    private sealed record PlainPerson(Account Account)
    {
        public Guid Id => Account.Id;

        public AccountRole Role => Account.FirstRole;

        public bool IsStaff => Role is AccountRole.ProbationOfficer or AccountRole.Coordinator or AccountRole.Manager;

        public override string ToString() => Account.UserName!;
    }

    private sealed class PlainCase(CaseId id, int number)
    {
        public CaseId Id => id;

        public int Number => number;

        public required Guid Professional { get; set; }

        public required List<Guid> Coordinators { get; init; }

        /// <summary>Who stands beside the client now; null between two.</summary>
        public required Guid? Volunteer { get; set; }

        public bool IsClosed { get; set; }

        public required Guid Client { get; init; }

        public bool IsRestricted { get; set; }
    }

    private sealed record Given(Guid Id, CaseAccessKind Kind, Guid Who, CaseId Case, DateTimeOffset From, DateTimeOffset? Until)
    {
        public DateTimeOffset? EndedAt { get; set; }
    }

    private sealed record PlainCover(Guid Id, Guid Absent, Guid By, DateOnly From, DateOnly Until)
    {
        public bool IsEnded { get; set; }
    }

    /// <param name="Name">By which it can be lived again.</param>
    private sealed record History(string Name, Dictionary<CaseId, PlainCase> Cases)
    {
        public List<Given> Given { get; } = [];

        public List<PlainCover> Covers { get; } = [];

        public List<PlainAgreement> Agreements { get; } = [];

        public List<PlainSignal> Signals { get; } = [];

        public HashSet<CaseId> Paused { get; } = [];

        public List<string> Told { get; } = [];

        /// <summary>One's own, and that of who one covers for today.</summary>
        public HashSet<Guid> WorkOf(Guid who, DateTimeOffset now)
        {
            var today = LegalTime.DateOf(now);
            return [who, .. Covers.Where(c => c.By == who && c.From <= today && today <= c.Until && !c.IsEnded).Select(c => c.Absent)];
        }

        /// <summary>Who signs reads what was passed to their place before.</summary>
        public void SignedBy(PlainAgreement agreement, Guid professional)
        {
            agreement.Professionals.Add(professional);
            foreach (var signal in Signals.Where(s => s.Case == agreement.Case)) signal.LetIn(professional);
        }

        public override string ToString() => $"{Name}: {string.Join(", ", Told)}";
    }
}

[Collection(nameof(SqliteHost))]
public sealed class SqliteNeedToKnowTests(SqliteHost host) : NeedToKnowContract(host);

public sealed class PostgreSqlNeedToKnowTests(PostgreSqlHost host) : NeedToKnowContract(host), IClassFixture<PostgreSqlHost>;

public sealed class SqlServerNeedToKnowTests(SqlServerHost host) : NeedToKnowContract(host), IClassFixture<SqlServerHost>;
