using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.ClientFiles;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.MyCase;
using Regulatief.Web.Features.MyWork;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Persistence;

/// <summary>The same for signals: agreements that are made, signed by a successor, withdrawn and come to their end, talks and attempts, sharing, exceptions and their release.</summary>
public abstract partial class NeedToKnowContract
{
    private static readonly string[] MetWithSignals =
        ["Agree", "Resign", "Withdraw", "Note", "Discuss", "Attempt", "Confirm", "Passed", "Except", "Release", "Pause", "Resume", "signal seen", "signal unseen", "told to the client", "Follow"];

    /// <summary>The predicate for signals. It knows nothing of how the product asks its database.</summary>
    private static bool SeesSignal(PlainPerson who, PlainSignal signal, History history, DateTimeOffset now)
    {
        var @case = history.Cases[signal.Case];
        if (!Sees(who, @case, history, now, toWork: true)) return false;
        return who.Role switch
        {
            AccountRole.Volunteer => signal.Noter == who.Id,
            AccountRole.ProbationOfficer => signal.PeopleOf(CaseRole.Professional).Intersect(history.WorkOf(who.Id, now)).Any(),
            AccountRole.Coordinator => signal.PeopleOf(CaseRole.Coordinator).Intersect(history.WorkOf(who.Id, now)).Any(),
            AccountRole.Client => signal.First == Ground.Exception ? signal.IsReleased : signal.IsDiscussed || signal.First is not null,
            _ => false,
        };
    }

    /// <summary>Whether its volunteer may pass it to the professional of now as all agreed.</summary>
    private static bool MayShare(PlainSignal signal, History history, DateTimeOffset now)
    {
        var (professional, volunteer) = (history.Cases[signal.Case].Professional, history.Cases[signal.Case].Volunteer);
        if (history.Cases[signal.Case].IsClosed || volunteer != signal.Noter) return false;
        return history.Agreements.Exists(a => a.Case == signal.Case && LegalTime.DateOf(now) <= a.Until && a.Professionals.Contains(professional) && a.Volunteers.Contains(signal.Noter))
            && (signal.IsTold || signal.IsUnreachable) && !signal.PeopleOf(CaseRole.Professional).Contains(professional);
    }

    private IEnumerable<Task> AskedAboutSignals(PlainPerson person, Actor actor, History history, HashSet<CaseId> seen, string story)
    {
        var expected = history.Signals.Where(s => SeesSignal(person, s, history, host.Clock.GetUtcNow())).ToList();
        var ids = expected.ConvertAll(s => s.Id);
        foreach (var signal in history.Signals) yield return ShownAsync(signal);
        foreach (var @case in history.Cases.Values.Where(c => seen.Contains(c.Id))) yield return ListedAsync(@case);
        yield return TasksAsync();
        if (person.Role == AccountRole.ProbationOfficer) yield return WorklistAsync();
        if (person.Role == AccountRole.Client) yield return OwnPageAsync();

        async Task ShownAsync(PlainSignal signal)
        {
            var sees = expected.Contains(signal);
            lock (_met) Count(sees ? "signal seen" : "signal unseen", 1);
            (await IsShownAsync(actor, new ShowRiskSignalQuery(signal.Id))).ShouldBe(sees, story);
            (await (person.Role switch
            {
                AccountRole.Volunteer => IsShownAsync(actor, new RiskSignalOfVolunteerQuery(signal.Id)),
                AccountRole.Client => IsShownAsync(actor, new RiskSignalForClientQuery(signal.Id)),
                _ => IsShownAsync(actor, new RiskSignalForRecipientQuery(signal.Id)),
            })).ShouldBe(sees, story);
        }

        // The timeline tells of what was shared; the file that a professional makes for the client, of what the client may know.
        async Task ListedAsync(PlainCase @case)
        {
            var own = history.Signals.Where(s => s.Case == @case.Id).ToList();
            var listed = person.Role switch
            {
                AccountRole.Volunteer => (await host.SendAsync(actor, new VolunteerCaseQuery(@case.Id))).Signals.Select(s => s.Id),
                AccountRole.Client => ids.Intersect(own.Select(s => s.Id)),
                _ => (await host.SendAsync(actor, new CasePageQuery(@case.Id))).Signals.Select(s => s.Id),
            };
            listed.ShouldBe(own.Intersect(expected).Select(s => s.Id), ignoreOrder: true, story);
            var told = (await host.SendAsync(actor, new CaseTimelineQuery(@case.Id))).Items.Where(i => i.Kind == TimelineKind.SignalShared).Select(i => RiskSignalId.From(i.SubjectId!.Value));
            told.Distinct().ShouldBe(own.Where(s => s.First is not null).Intersect(expected).Select(s => s.Id), ignoreOrder: true, story);
            if (person.Id != @case.Professional) return;
            var client = _people.Single(p => p.Id == @case.Client);
            var file = await host.SendAsync(actor, new ReadClientFileQuery(@case.Id));
            file.Parts.Count(p => p.Title == "Signaal").ShouldBe(own.Count(s => SeesSignal(client, s, history, host.Clock.GetUtcNow())), story);
        }

        async Task TasksAsync()
        {
            var subjects = await host.ReadAsync(db => db.HumanTasks.VisibleTo(actor).Where(t => t.Kind == HumanTaskKind.RiskSignal).Select(t => t.SubjectId!.Value).Distinct().ToListAsync(Cancel));
            subjects.Select(RiskSignalId.From).Except(ids).ShouldBeEmpty(story);
            var listed = (await host.SendAsync(actor, new ListTasksQuery())).Items.Where(t => t.Kind == HumanTaskKind.RiskSignal).Select(t => t.CaseId).Distinct();
            listed.Except(expected.Select(s => s.Case.Value)).ShouldBeEmpty(story);
        }

        async Task WorklistAsync() => (await host.SendAsync(actor, new OfficerWorkQuery())).Signals.Select(s => s.Id).ShouldBe(ids, ignoreOrder: true, story);

        async Task OwnPageAsync()
        {
            if (await host.SendAsync(actor, new MyCasePageQuery()) is not { } page) return;
            lock (_met) Count("told to the client", page.Signals.Count(s => s.To.Count > 0));
            page.Signals.Count.ShouldBe(expected.Count(s => s.Case == page.Id), story);
            // What was withheld under an exception is told to nobody, not even beside what was shared as agreed.
            page.Signals.Sum(s => s.To.Count).ShouldBe(expected.Where(s => s.Case == page.Id).Sum(s => s.KnownToClient), story);
        }
    }

    private async Task<(string What, bool Happened)> TrySignalAsync(Random random, History history)
    {
        var now = host.Clock.GetUtcNow();
        var today = LegalTime.DateOf(now);
        var @case = history.Cases.Values.ElementAt(random.Next(history.Cases.Count));
        PlainPerson Named(Guid id) => _people.Single(p => p.Id == id);
        if (@case.Volunteer is not { } paired) return ("nothing", true);
        var (leader, volunteer, client) = (Named(@case.Professional), Named(paired), Named(@case.Client));
        var agreement = history.Agreements.Find(a => a.Case == @case.Id);
        if (random.Next(4) == 0 || history.Signals.Count == 0)
        {
            return await CarryOutAsync(
                $"Note {@case.Number}", volunteer, new NoteRiskSignalCommand(@case.Id, RiskSignalKind.PossibleRelapse, "Iets gezien.", SignalSeverity.Worrying, today),
                id => history.Signals.Add(new PlainSignal(id, @case.Id, paired)));
        }

        var signal = history.Signals[random.Next(history.Signals.Count)];
        var its = history.Cases[signal.Case];
        var noter = Named(signal.Noter);
        switch (random.Next(12))
        {
            case <= 3 when agreement is null:
            case 0:
                return await AgreeAsync(@case, leader, volunteer, client, today.AddDays(random.Next(0, 4)), history);

            case 1 or 2:
                if (!agreement!.Volunteers.Contains(volunteer.Id))
                    return await CarryOutAsync($"Follow {@case.Number}", volunteer, new SignAgreementCommand(agreement.Id), _ => agreement.Volunteers.Add(volunteer.Id));

                // Who leads it signed, mostly: then somebody else comes to lead it, who signs at once or not yet.
                if (agreement.Professionals.Contains(leader.Id))
                {
                    var handed = await HandAsync(random, @case, leader);
                    if (!handed.Happened || random.Next(2) == 0) return handed;
                    history.Told.Add(handed.What);
                    leader = Named(@case.Professional);
                }

                return await CarryOutAsync($"Resign {@case.Number}", leader, new SignAgreementCommand(agreement.Id), _ => history.SignedBy(agreement, leader.Id));

            case 3:
                return await CarryOutAsync($"Withdraw {@case.Number}", client, new WithdrawAgreementCommand(agreement!.Id, "Nee."), _ => history.Agreements.Remove(agreement));

            case 4 or 5:
                var isTold = random.Next(3) > 0;
                var at = LegalTime.TimeOf(now);
                var talk = new DiscussRiskSignalCommand(signal.Id, today, at, DiscussionManner.ByPhone, isTold ? [CaseRole.Professional] : [], isTold ? "Wat ik zag." : null, "Goed.");
                return await CarryOutAsync("Discuss", noter, talk, _ => (signal.IsDiscussed, signal.IsTold, signal.IsUnreachable) = (true, signal.IsTold || isTold, false));

            case 6:
                return await CarryOutAsync("Attempt", noter, new RecordFailedAttemptCommand(signal.Id, today, DiscussionManner.ByPhone, false), async _ =>
                {
                    host.Clock.Advance(TimeSpan.FromDays(1));
                    await host.As(noter.Account).SendAsync(new RecordFailedAttemptCommand(signal.Id, today.AddDays(1), DiscussionManner.ByPhone, true));
                });

            case 7:
                var coordinator = Named(its.Coordinators[random.Next(its.Coordinators.Count)]);
                return await CarryOutAsync("Confirm", coordinator, new ConfirmUnreachableCommand(signal.Id), _ => signal.IsUnreachable = signal.First is null);

            case 8 or 9:
                var may = MayShare(signal, history, now);
                var shared = await CarryOutAsync($"Passed {its.Number}", noter, new ShareRiskSignalCommand(signal.Id, CaseRole.Professional, null),
                    _ => signal.Pass(CaseRole.Professional, [its.Professional], Ground.Agreement));
                shared.Happened.ShouldBe(may, $"sharing in {history}");
                return shared;

            case 10:
                var recipient = random.Next(2) == 0 ? CaseRole.Professional : CaseRole.Coordinator;
                List<Guid> people = recipient == CaseRole.Professional ? [its.Professional] : its.Coordinators.FindAll(c => Sees(Named(c), its, history, now, toWork: true));
                return await CarryOutAsync($"Except {its.Number}", noter, new ShareRiskSignalCommand(signal.Id, recipient, new SharingException(SharingGround.AcuteDanger, "Nu.")),
                    _ => signal.Pass(recipient, people, Ground.Exception));

            default:
                return random.Next(2) == 0 ? await ReleaseAsync(signal) : history.Paused.Contains(@case.Id)
                    ? await CarryOutAsync("Resume", leader, new ResumeCaseCommand(@case.Id), _ => history.Paused.Remove(@case.Id))
                    : await CarryOutAsync("Pause", leader, new PauseCaseCommand(@case.Id, "Opname."), _ => history.Paused.Add(@case.Id));
        }
    }

    private Task<(string What, bool Happened)> AgreeAsync(
        PlainCase @case, PlainPerson leader, PlainPerson volunteer, PlainPerson client, DateOnly until, History history)
    {
        var proposal = new AgreementProposal
        {
            Purpose = "Samen.",
            DiscussFirst = "Eerst praten.",
            ValidFrom = LegalTime.DateOf(host.Clock.GetUtcNow()),
            ValidUntil = until,
            Categories = [new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] }],
        };
        return CarryOutAsync($"Agree {@case.Number} until {until}", leader, new ProposeAgreementCommand(@case.Id, proposal), async proposed =>
        {
            foreach (var party in new[] { leader, volunteer, client }) await host.As(party.Account).SendAsync(new SignAgreementCommand(proposed.AgreementId));
            history.Agreements.RemoveAll(a => a.Case == @case.Id);
            var agreed = new PlainAgreement(proposed.AgreementId, @case.Id, until);
            history.Agreements.Add(agreed);
            agreed.Volunteers.Add(volunteer.Id);
            history.SignedBy(agreed, leader.Id);
        });
    }

    private async Task<(string What, bool Happened)> ReleaseAsync(PlainSignal signal)
    {
        var review = await host.ReadAsync(db => db.HumanTasks
            .Where(t => t.Kind == HumanTaskKind.ExceptionReview && t.Status == HumanTaskStatus.Open && db.Disclosures.Any(d => d.Id == t.SubjectId && d.RiskSignalId == signal.Id))
            .Select(t => (HumanTaskId?)t.Id).FirstOrDefaultAsync(Cancel));
        if (review is not { } task) return ("nothing", true);
        var answers = TaskForm.Write(new ExceptionReviewAnswers { IsJustified = true, Remarks = "Terecht.", IsReleased = true, ReleaseReason = "Het is voorbij." });
        return await CarryOutAsync("Release", _people.Single(p => p.Role == AccountRole.PrivacyOfficer), new CompleteHumanTaskCommand(task, null, answers), _ => signal.IsReleased = true);
    }

    /// <summary>Takes away what a history made of agreements and signals.</summary>
    private static async Task ForgetSignalsAsync(Regulatief.Cases.Persistence.RegulatiefDbContext db)
    {
        var instances = db.Instances.Where(i => i.RiskSignalId != null).Select(i => i.Id);
        await db.DueWork.ExecuteDeleteAsync(Cancel);
        await db.Inbox.ExecuteDeleteAsync(Cancel);
        // All of it: what earlier histories told stands on later days, and would fill the first page.
        await db.Timeline.ExecuteDeleteAsync(Cancel);
        await db.ExceptionReviews.ExecuteDeleteAsync(Cancel);
        await db.DangerCalls.ExecuteDeleteAsync(Cancel);
        await db.Disclosures.ExecuteDeleteAsync(Cancel);
        await db.HumanTasks.Where(t => t.RiskSignalId != null || t.Kind == HumanTaskKind.ExceptionReview || t.Kind == HumanTaskKind.ClientUnreachable).ExecuteDeleteAsync(Cancel);
        await db.Bookmarks.Where(b => instances.Contains(b.InstanceId)).ExecuteDeleteAsync(Cancel);
        await db.Journal.Where(e => instances.Contains(e.InstanceId)).ExecuteDeleteAsync(Cancel);
        await db.Instances.Where(i => i.RiskSignalId != null).ExecuteDeleteAsync(Cancel);
        await db.RiskSignals.ExecuteDeleteAsync(Cancel);
        await db.Agreements.ExecuteDeleteAsync(Cancel);
    }

    private enum Ground
    {
        Agreement,
        Exception,
    }

    /// <param name="noter">The volunteer who noted it: it is theirs as long as they stand beside the client.</param>
    private sealed class PlainSignal(RiskSignalId id, CaseId @case, Guid noter)
    {
        private readonly List<(CaseRole To, Ground Ground, HashSet<Guid> People)> _passed = [];

        public RiskSignalId Id => id;

        public CaseId Case => @case;

        public Guid Noter => noter;

        public bool IsDiscussed { get; set; }

        /// <summary>That it goes to the professional.</summary>
        public bool IsTold { get; set; }

        public bool IsUnreachable { get; set; }

        public Ground? First => _passed.Count == 0 ? null : _passed[0].Ground;

        public bool IsReleased { get; set; }

        /// <summary>Whom the client may know have it, by each way that it was passed.</summary>
        public int KnownToClient => _passed.Where(p => p.Ground == Ground.Agreement || IsReleased).Sum(p => p.People.Count);

        public IEnumerable<Guid> PeopleOf(CaseRole role) => _passed.Where(p => p.To == role).SelectMany(p => p.People);

        public void Pass(CaseRole to, IEnumerable<Guid> people, Ground ground) => _passed.Add((to, ground, [.. people]));

        /// <summary>Who signed has what was passed to the professional before.</summary>
        public void LetIn(Guid professional) => _passed.FindAll(p => p.To == CaseRole.Professional).ForEach(p => p.People.Add(professional));
    }

    private sealed record PlainAgreement(AgreementId Id, CaseId Case, DateOnly Until)
    {
        public HashSet<Guid> Professionals { get; } = [];

        public HashSet<Guid> Volunteers { get; } = [];
    }
}
