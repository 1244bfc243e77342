using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Projects;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.ClientRequests;
using Regulatief.Web.Features.ClosingDays;
using Regulatief.Web.Features.Contacts;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.Escalations;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.Meetings;
using Regulatief.Web.Features.MyWork;
using Regulatief.Web.Features.Reminders;
using Regulatief.Web.Features.VolunteerActivities;
using Regulatief.Web.Features.Volunteers;
using Regulatief.Web.Hosting.Jobs;
using static Regulatief.Tests.Robustness.YearCalendar;

namespace Regulatief.Tests.Robustness;

/// <summary>An organisation and its cases, which people sometimes work on and sometimes leave: what they do is done in the product, and told to the oracle.</summary>
internal sealed class YearOfCases
{
    private static readonly (FrequencyPeriod Per, int Days)[] Frequencies = [(FrequencyPeriod.Week, 7), (FrequencyPeriod.TwoWeeks, 14), (FrequencyPeriod.Month, 31), (FrequencyPeriod.Quarter, 92)];

    private readonly Random _random;
    private readonly Dictionary<YearPerson, Account> _accounts = [];
    private readonly Dictionary<string, YearPerson> _byAddress = [];
    private readonly Dictionary<YearVolunteer, VolunteerId> _volunteerIds = [];
    private readonly Dictionary<YearCase, (AgreementId Id, YearAgreement Agreement, List<YearPerson> Left)> _toSign = [];
    private readonly Dictionary<YearCase, (MeetingId Meeting, MeetingProposalId Id, DateTimeOffset Starts, List<YearPerson> Left)> _toAgree = [];
    private readonly Dictionary<YearVolunteer, Guid> _support = [];
    private readonly HashSet<YearTask> _neglected = [];
    private readonly HashSet<YearTask> _judged = [];
    private readonly HashSet<Guid> _noticesSeen = [];
    private readonly Dictionary<Guid, YearPerson> _byAccount = [];
    private Project _project = null!;
    private int _mailsSeen;
    private Queue<(DateTimeOffset At, YearVolunteer Volunteer)> _toBegin = new();

    private readonly Mailbox _mailbox;

    private YearOfCases(PostedHost host, Mailbox mailbox, int seed)
    {
        (Host, _mailbox, _random) = (host, mailbox, new Random(seed));
    }

    public PostedHost Host { get; set; }

    public YearOracle Oracle { get; private set; } = null!;

    public int Commands { get; private set; }

    /// <summary>Of every client and volunteer.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Every mail, read back from the mailbox.</summary>
    public List<(DateTimeOffset At, MimeMessage Mail)> Mails { get; } = [];

    /// <summary>How many notices the product gave.</summary>
    public int Notices => _noticesSeen.Count;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => Host.Clock.GetUtcNow();

    private DateOnly Today => DayOf(Now);

    /// <param name="days">Within how many the cases begin.</param>
    public static async Task<YearOfCases> InAsync(PostedHost host, Mailbox mailbox, int seed, int cases, int days)
    {
        var year = new YearOfCases(host, mailbox, seed);
        await year.MakePeopleAsync(cases, days);
        return year;
    }

    // ----- what the product did

    /// <summary>What is to be done now, as the program's own services do it.</summary>
    public async Task PassAsync(bool keepsHouse, bool acts, bool isKilled = false, Func<Task>? anew = null)
    {
        if (isKilled) await KillAsync(anew!);
        await Host.SweepAsync();
        Oracle.Sweep(Now);
        if (keepsHouse)
        {
            await Host.Services.GetRequiredService<Housekeeping>().KeepHouseAsync(Cancel);
            Oracle.LookAround(Now);
        }

        if (acts)
        {
            await ActAsync();
            await Host.SweepAsync();
            Oracle.Sweep(Now);
        }

        await Host.Services.GetRequiredService<NoticeTelling>().PromiseAsync(Cancel);
        Oracle.Mail(Now);
        await Host.Services.GetRequiredService<MailDelivery>().DeliverAsync(Cancel);
        Mails.AddRange(_mailbox.Taken.Select(mail => (Now, mail)));
        _mailbox.Clear();
    }

    /// <summary>In the middle of a sweep; what was not done yet a program that starts anew does.</summary>
    private async Task KillAsync(Func<Task> anew)
    {
        using var killed = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        try
        {
            await Host.Services.GetRequiredService<DueWorkSweep>().SweepAsync(killed.Token);
        }
        catch (OperationCanceledException)
        {
        }

        await anew();
    }

    /// <summary>Where the product and the rules differ since this was last asked: one line each, with what was done in the case.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync()
    {
        var (told, mailed) = Oracle.Take();
        var from = Now.AddDays(-3);
        var stored = await Host.ReadAsync(db => db.Notices.AsNoTracking().Where(n => n.At >= from)
            .Select(n => new { n.Id, n.AccountId, n.Role, n.Kind, n.CaseId, n.At }).ToListAsync(Cancel));
        var found = stored.Where(n => _noticesSeen.Add(n.Id)).Select(n => Line(_byAccount[n.AccountId], n.Kind, n.CaseId?.Value, n.At)).ToList();
        IEnumerable<string> differences = Compare("notice", told.Select(n => Line(n.To, n.Kind, n.Case?.Id, n.At)), found)
            .Concat(Compare(
                "mail",
                mailed.Select(m => $"{DayOf(m.At):O} {TimeOf(m.At):HH:mm} {m.Kind} to {Name(m.To)}"),
                Mails.Skip(_mailsSeen).Select(m => $"{DayOf(m.At):O} {TimeOf(m.At):HH:mm} {KindOf(m.Mail.Subject!)} to {Name(_byAddress[m.Mail.To.Mailboxes.Single().Address])}")));
        _mailsSeen = Mails.Count;

        var open = await OpenAsync();
        differences = differences.Concat(Compare(
            "open", Oracle.Cases.SelectMany(c => c.Tasks).Select(t => Line(t.Case.Number, t.Kind, t.Role, t.DueOn)), open.Select(t => Line(NumberOf(t.CaseId), t.Kind, t.Role, t.DueOn))));
        return [.. differences];
    }

    public string HistoryOf(int number) => string.Join('\n', Oracle.Cases.Single(c => c.Number == number).History);

    private static List<string> Compare(string what, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var left = found.ToList();
        List<string> missing = [.. expected.Where(line => !left.Remove(line)).Select(line => $"{what} expected and not there: {line}")];
        return [.. missing, .. left.Select(line => $"{what} there and not expected: {line}")];
    }

    private string Line(YearPerson to, NoticeKind kind, Guid? caseId, DateTimeOffset at) => $"{DayOf(at):O} {TimeOf(at):HH:mm} {kind} to {Name(to)}{(caseId is { } id ? $" of case {NumberOf(id)}" : "")}";

    private static string Line(int number, HumanTaskKind kind, AccountRole role, DateOnly dueOn) => $"{kind} of {role} due {dueOn:O} of case {number}";

    private string Name(YearPerson person) => _accounts[person].UserName!;

    private int NumberOf(Guid caseId) => Oracle.Cases.Find(c => c.Id == caseId)?.Number ?? 0;

    private static char KindOf(string subject) => subject switch
    {
        "Er staan berichten voor u klaar in Regulatief" => 'N',
        "Afspraak: dag en tijd" => 'M',
        "Afspraak gaat niet door" => 'C',
        _ => '?',
    };

    private sealed record OpenTask(HumanTaskId Id, Guid CaseId, HumanTaskKind Kind, AccountRole Role, DateOnly DueOn);

    private async Task<List<OpenTask>> OpenAsync() => (await Host.ReadAsync(db => db.HumanTasks.Open().AsNoTracking()
        .Select(t => new { t.Id, t.CaseId, t.Kind, t.Role, t.DueOn }).ToListAsync(Cancel))).ConvertAll(t => new OpenTask(t.Id, t.CaseId.Value, t.Kind, t.Role, t.DueOn));

    // ----- people

    private async Task MakePeopleAsync(int cases, int days)
    {
        List<YearPerson> people = [];
        foreach (var (role, count) in new[]
        {
            (AccountRole.Coordinator, 2), (AccountRole.Manager, 1), (AccountRole.Administrator, 1), (AccountRole.PrivacyOfficer, 1), (AccountRole.ProbationOfficer, Math.Max(3, cases / 6)),
        })
            for (var i = 0; i < count; i++) people.Add(await PersonAsync(role, hasMail: true));

        Oracle = new YearOracle(people);
        var coordinators = people.FindAll(p => p.Role == AccountRole.Coordinator);
        _project = await A.Project().CoordinatedBy([.. coordinators.Select(c => _accounts[c])]).Running("regulatieve-cyclus").InAsync(Host);
        var manager = people.Find(p => p.Role == AccountRole.Manager)!;
        await SendAsync(manager, new SaveLadderCommand { ProjectId = _project.Id.Value, Kind = HumanTaskKind.TaskDivision, Worker = 0, Coordinator = 3, Manager = 8, AgainEvery = 4 });
        Oracle.Ladders[HumanTaskKind.TaskDivision] = (0, 3, 8, 4);
        await CloseAsync(manager, new DateOnly(2027, 12, 24), new DateOnly(2027, 12, 31));
        await CloseAsync(manager, new DateOnly(2028, 5, 26), new DateOnly(2028, 5, 26));

        List<(DateTimeOffset, YearVolunteer)> beginnings = [];
        for (var i = 0; i < cases; i++)
        {
            var name = (First: MadeUp(), Last: MadeUp());
            var until = Today.AddDays(_random.Next(60, 700));
            var made = await A.Volunteer().In(_project).Named(name.First, name.Last).DeclaredUntil(until).InAsync(Host);
            var volunteer = new YearVolunteer(await KeepAsync(made.Account, AccountRole.Volunteer, hasMail: true)) { DeclaredUntil = until };
            _volunteerIds[volunteer] = made.Id;
            Oracle.Volunteers.Add(volunteer);
            beginnings.Add((Now.AddHours(_random.Next(24, 24 * days)), volunteer));
        }

        _toBegin = new(beginnings.OrderBy(b => b.Item1));
    }

    private async Task<YearPerson> PersonAsync(AccountRole role, bool hasMail) => await KeepAsync(await A.Account(role).InAsync(Host), role, hasMail);

    private async Task<YearPerson> KeepAsync(Account account, AccountRole role, bool hasMail)
    {
        var person = new YearPerson(account.Id, role, hasMail);
        (_accounts[person], _byAccount[account.Id]) = (account, person);
        if (!hasMail) return person;

        var address = $"{account.Id:N}@organisatie.test";
        _byAddress[address] = person;
        await Host.ReadAsync(db => db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, address), Cancel));
        if (_random.Next(3) > 0) return person; // most never say

        person.Pace = Pick(NoticeMailPace.AtOnce, NoticeMailPace.AtOnce, NoticeMailPace.Daily, NoticeMailPace.Never);
        if (person.Pace == NoticeMailPace.Daily) person.DailyAt = new(16, 0);
        if (person.Pace == NoticeMailPace.AtOnce && _random.Next(2) == 0) person.Quiet = (new(22, 0), new(8, 0));
        await SendAsync(person, new SaveNoticeMailingCommand { Pace = person.Pace, MailAbout = [.. Enum.GetValues<NoticeTopic>()], DailyAt = person.DailyAt, QuietFrom = person.Quiet?.From, QuietUntil = person.Quiet?.Until });
        if (_random.Next(3) == 0 && person.Unwanted.Add(NoticeKind.TaskReminder)) await Host.WriteAsync(db => db.UnwantedNotices.Add(new UnwantedNotice { AccountId = account.Id, Kind = NoticeKind.TaskReminder }));
        return person;
    }

    private async Task CloseAsync(YearPerson manager, DateOnly from, DateOnly until)
    {
        await SendAsync(manager, new AddClosingDaysCommand(from, until, "Gesloten"));
        Oracle.Calendar.Close(from, until);
    }

    /// <summary>A name that stands in no text of the product.</summary>
    private string MadeUp()
    {
        var name = "X" + string.Concat(Enumerable.Range(0, 4).Select(_ => $"{"kvwz"[_random.Next(4)]}{"aeiou"[_random.Next(5)]}"));
        Names.Add(name);
        return name;
    }

    // ----- what people do

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];

    private bool Chance(double of) => _random.NextDouble() < of;

    private async Task<TResult> SendAsync<TResult>(YearPerson by, MediatR.IRequest<TResult> request)
    {
        Commands++;
        return await Host.As(_accounts[by]).SendAsync(request);
    }

    private void Note(YearCase @case, string what) => @case.History.Add($"{Now:u} done: {what}");

    private async Task ActAsync()
    {
        while (_toBegin.TryPeek(out var next) && next.At <= Now) await BeginAsync(_toBegin.Dequeue().Volunteer);
        // In a weekend and on a holiday few work.
        var pace = Oracle.Calendar.IsOpen(Today) ? 1.0 : 0.15;
        var open = await OpenAsync();
        foreach (var @case in Oracle.Cases)
        {
            foreach (var task in @case.Tasks.ToList())
                if (@case.Tasks.Contains(task) && WorksOn(task, pace)) await WorkAsync(task, open);
            if (!@case.IsClosed) await ActInAsync(@case, pace);
        }

        foreach (var volunteer in Oracle.Volunteers) await ActOfAsync(volunteer, pace);
        foreach (var officer in _accounts.Keys.Where(p => p.Role == AccountRole.ProbationOfficer).ToList())
            if (Chance(0.004 * pace)) await BeAwayAsync(officer);
        foreach (var reader in _accounts.Keys.ToList())
            if (Chance(0.02 * pace))
            {
                await SendAsync(reader, new MarkNoticesReadCommand(null));
                Oracle.Read(reader, Now);
            }
    }

    private async Task BeginAsync(YearVolunteer volunteer)
    {
        var officer = Pick([.. _accounts.Keys.Where(p => p.Role == AccountRole.ProbationOfficer)]);
        var client = await PersonAsync(AccountRole.Client, hasMail: _random.Next(2) == 0);
        var started = await SendAsync(officer, new StartCaseCommand
        {
            FirstName = MadeUp(), LastName = MadeUp(), BornOn = new DateOnly(1990, 4, 1), ProjectId = _project.Id.Value,
            Goals = [new StartCaseGoal { Text = "Een dagbesteding vinden", Kind = GoalKind.SocialInclusion, LifeDomain = LifeDomain.WorkAndEducation }],
        });
        await Host.ReadAsync(async db =>
        {
            (await db.Cases.Include(c => c.Client).SingleAsync(c => c.Id == started.CaseId, Cancel)).Client.AccountId = client.Id;
            return await db.SaveChangesAsync(Cancel);
        });
        Note(Oracle.Begin(new YearCase(started.CaseId.Value, started.Number, officer, client, volunteer), Now), "begun");
    }

    /// <summary>Some is done at once, some lies for weeks.</summary>
    private bool WorksOn(YearTask task, double pace)
    {
        if (_judged.Add(task) && Chance(0.15)) _neglected.Add(task);
        return Chance((_neglected.Contains(task) ? 0.008 : 0.09) * (task.Case.PausedAt is null ? pace : 0.1));
    }

    private async Task FinishAsync<TAnswers>(YearPerson by, YearTask task, OpenTask open, TAnswers answers) where TAnswers : class
    {
        Note(task.Case, $"{task.Kind} of {task.Role}");
        await SendAsync(by, new CompleteHumanTaskCommand(open.Id, null, TaskForm.Write(answers)));
    }

    private async Task WorkAsync(YearTask task, List<OpenTask> open)
    {
        var @case = task.Case;
        if (task.Kind == HumanTaskKind.Agreement)
        {
            if (!_toSign.TryGetValue(@case, out var waiting) || waiting.Left.Count == 0 || waiting.Agreement.Until < Today) await ProposeAgreementAsync(@case);
            return;
        }

        // Moved since it was read, or opened since: another time.
        if (open.Find(t => t.CaseId == @case.Id && t.Kind == task.Kind && t.Role == task.Role && t.DueOn == task.DueOn) is not { } found) return;
        open.Remove(found);
        var by = task.Role switch
        {
            AccountRole.ProbationOfficer => @case.Officer,
            AccountRole.Volunteer => @case.Volunteer.Person,
            _ => Pick([.. _accounts.Keys.Where(p => p.Role == AccountRole.Coordinator)]),
        };
        switch (task.Kind)
        {
            case HumanTaskKind.Intake:
                await FinishAsync(by, task, found, Answers.Intake);
                break;
            case HumanTaskKind.InclusionCheck:
                await FinishAsync(by, task, found, StepAnswers.Inclusion);
                break;
            case HumanTaskKind.MatchVolunteer:
                if (@case.Volunteer.DeclaredUntil < Today) await DeclareAsync(@case.Volunteer);
                await FinishAsync(by, task, found, StepAnswers.Match(_volunteerIds[@case.Volunteer]));
                break;
            case HumanTaskKind.StartContact:
                await FinishAsync(by, task, found, StepAnswers.StartContact(Today));
                break;
            case HumanTaskKind.SafetyCheck:
                if (@case.Volunteer.DeclaredUntil < Today) return;
                await FinishAsync(by, task, found, StepAnswers.SafetyOf(LocationType.ProbationOffice, true));
                break;
            case HumanTaskKind.TaskDivision:
                await DivideAsync(by, task, found);
                return;
            case HumanTaskKind.Meeting:
                await RecordAsync(by, task, found);
                return;
            case HumanTaskKind.Evaluation:
                await EvaluateAsync(by, task, found);
                return;
            case HumanTaskKind.ContactRequest:
                await FinishAsync(by, task, found, Chance(0.8) ? new ContactRequestAnswers { IsMade = true, On = Today, Way = ContactWay.Phone } : new() { IsMade = false, Reason = "Het lukt nu niet." });
                Oracle.AnsweredContact(task, Now);
                return;
            case HumanTaskKind.CaseTask:
                await FinishAsync(by, task, found, new CaseTaskAnswers { ["afspraak"] = "Er is over gesproken." });
                break;
            case HumanTaskKind.VolunteerCheckIn:
                await FinishAsync(by, task, found, new VolunteerCheckInAnswers { SpokeOn = Today, HowItGoes = "Goed." });
                break;
            case HumanTaskKind.ContactSilence:
                await FinishAsync(by, task, found, new ContactSilenceAnswers { Note = "Gebeld: zij zagen elkaar wel." });
                break;
            case HumanTaskKind.MeetingDecision:
                await FinishAsync(by, task, found, new MeetingDecisionAnswers { IsDone = true });
                break;
            case HumanTaskKind.ClientRequest:
                await FinishAsync(by, task, found, new ClientRequestAnswers { Answer = "Wij bespreken het.", Delivery = FileDelivery.NotDelivered });
                break;
            case HumanTaskKind.Closure:
                await FinishAsync(by, task, found, StepAnswers.Closure);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows what to do about {task.Kind}.");
        }

        Oracle.Done(task, Now);
    }

    private async Task DivideAsync(YearPerson by, YearTask task, OpenTask open)
    {
        var goal = await Host.ReadAsync(db => db.Cases.Where(c => c.Id == task.Case.CaseId()).SelectMany(c => c.Goals).Select(g => g.Id).FirstAsync(Cancel));
        var (frequency, rhythm) = (Pick(Frequencies), _random.Next(3, 9));
        var first = Oracle.Calendar.Add(Today.AddDays(_random.Next(3, 25)), 0);
        var evaluateFrom = first.AddDays(_random.Next(30, 150));
        var answers = StepAnswers.Division(goal.Value, Today);
        (answers.ClientContactPer, answers.MeetingRhythmInWeeks, answers.FirstMeetingOn, answers.EvaluateFrom) = (frequency.Per, rhythm, first, evaluateFrom);
        await FinishAsync(by, task, open, answers);
        Oracle.Divided(task, rhythm, first, evaluateFrom, frequency.Days, Now);
    }

    private async Task RecordAsync(YearPerson by, YearTask task, OpenTask open)
    {
        var planned = ((YearMeeting)task.Subject!).PlannedOn;
        if (planned > Today) return;
        _toAgree.Remove(task.Case);
        if (Chance(0.2))
        {
            var next = Oracle.Calendar.Add(Today.AddDays(_random.Next(2, 20)), 0);
            await FinishAsync(by, task, open, StepAnswers.MeetingMissed(next));
            Oracle.Missed(task, next, Now);
            return;
        }

        var answers = StepAnswers.MeetingHeld(Today);
        DateOnly? nextOn = Chance(0.3) ? Oracle.Calendar.Add(Today.AddDays(_random.Next(10, 60)), 0) : null;
        (AccountRole, DateOnly)? decision = Chance(0.4) ? (Pick(AccountRole.ProbationOfficer, AccountRole.Volunteer), Today.AddDays(_random.Next(0, 20))) : null;
        (answers.NextOn, answers.EvaluateNow) = (nextOn, Chance(0.1));
        if (decision is (var owner, var dueOn))
            answers.Actions.Add(new MeetingDecisionAnswer { What = "De gemeente bellen", Owner = owner == AccountRole.Volunteer ? CaseRole.Volunteer : CaseRole.Professional, DueOn = dueOn });
        await FinishAsync(by, task, open, answers);
        Oracle.Held(task, Today, nextOn, answers.EvaluateNow, decision, Now);
    }

    private async Task EvaluateAsync(YearPerson by, YearTask task, OpenTask open)
    {
        var goal = await Host.ReadAsync(db => db.Cases.Where(c => c.Id == task.Case.CaseId()).SelectMany(c => c.Goals).Select(g => g.Id).FirstAsync(Cancel));
        var isClosing = Chance(0.4);
        await FinishAsync(by, task, open, StepAnswers.Evaluation(goal.Value, Today, isClosing ? EvaluationConclusion.Close : EvaluationConclusion.NextRound));
        Oracle.Evaluated(task, isClosing, Now);
    }

    private async Task ProposeAgreementAsync(YearCase @case)
    {
        if (_toSign.TryGetValue(@case, out var old) && old.Left.Count > 0)
            foreach (var person in old.Left) Oracle.Signed(old.Agreement, person);
        var (from, until) = (Today.AddDays(Chance(0.3) ? _random.Next(1, 10) : 0), Today.AddDays(_random.Next(40, 250)));
        Note(@case, $"proposed agreements from {from:O} until {until:O}");
        var proposed = await SendAsync(@case.Officer, new ProposeAgreementCommand(@case.CaseId(), new AgreementProposal
        {
            Purpose = "Samen werken aan de doelen.", DiscussFirst = "Eerst met de cliënt.", ValidFrom = from, ValidUntil = until,
            Categories = [new() { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] }],
        }));
        _toSign[@case] = (proposed.AgreementId, Oracle.Proposed(@case, from, until, Now), [@case.Officer, @case.Volunteer.Person, @case.Client]);
    }

    private async Task ActInAsync(YearCase @case, double pace)
    {
        var isUnderWay = @case.PairedAt is not null && !@case.IsStopped && !@case.Tasks.Exists(t => t.Kind == HumanTaskKind.Closure);
        if (@case.PausedAt is not null && Chance(0.05 * pace))
        {
            Note(@case, "resumed");
            await SendAsync(@case.Officer, new ResumeCaseCommand(@case.CaseId()));
            Oracle.Resume(@case, Now);
        }
        else if (@case.PausedAt is null && Chance(0.003 * pace))
        {
            Note(@case, "paused");
            await SendAsync(@case.Officer, new PauseCaseCommand(@case.CaseId(), "Opgenomen in het ziekenhuis."));
            YearOracle.Pause(@case, Now);
        }
        else if (isUnderWay && Chance(0.0008 * pace))
        {
            Note(@case, "stopped");
            _toSign.Remove(@case);
            _toAgree.Remove(@case);
            await SendAsync(@case.Officer, new StopCaseCommand(@case.CaseId(), ClosureReason.SupervisionEnded, "Het toezicht eindigt."));
            Oracle.Stop(@case, Now);
            return;
        }

        if (@case.PairedAt is null) return;
        if (_toSign.TryGetValue(@case, out var toSign) && toSign.Left.Count > 0 && toSign.Agreement.Until >= Today && Chance(0.3 * pace)) await SignAsync(@case, toSign);
        if (isUnderWay) await MeetAsync(@case, pace);
        if (Chance(0.015 * pace)) await AskContactAsync(@case, byVolunteer: Chance(0.5));
        if (Chance(@case.ContactInDays is > 0 and < 30 ? 0.12 : 0.03)) await LogAsync(@case);
        if (Chance(0.003 * pace) && !@case.Tasks.Exists(t => t.Kind == HumanTaskKind.ClientRequest))
        {
            Note(@case, "the client asked for the file");
            await SendAsync(@case.Client, new MakeClientRequestCommand(@case.CaseId(), ClientRequestKind.OwnFile, null));
            Oracle.AskedFile(@case, Now);
        }

        if (Chance(0.004 * pace)) await RemindAsync(@case);
        if (Chance(0.1 * pace)) await HandleAsync(@case);
    }

    private async Task SignAsync(YearCase @case, (AgreementId Id, YearAgreement Agreement, List<YearPerson> Left) toSign)
    {
        var by = Pick([.. toSign.Left]);
        toSign.Left.Remove(by);
        Note(@case, $"signed by {by.Role}");
        await SendAsync(by, new SignAgreementCommand(toSign.Id));
        Oracle.Signed(toSign.Agreement, by);
        if (toSign.Left.Count == 0) Oracle.SignedByAll(@case, toSign.Agreement, Now);
    }

    /// <summary>At most one thing about a meeting at a time: of changes in quick turn the last is mailed alone.</summary>
    private async Task MeetAsync(YearCase @case, double pace)
    {
        if (@case.Meeting is not { } meeting || !@case.Tasks.Exists(t => t.Subject == meeting)) return;
        if (_toAgree.TryGetValue(@case, out var waiting) && waiting.Starts > Now)
        {
            if (!Chance(0.4 * pace)) return;
            var by = Pick([.. waiting.Left]);
            waiting.Left.Remove(by);
            Note(@case, $"{by.Role} can be there at {waiting.Starts:u}");
            await SendAsync(by, new AgreeToMeetingCommand(waiting.Meeting, waiting.Id, ForClient: false));
            if (waiting.Left.Count > 0) return;
            _toAgree.Remove(@case);
            Oracle.Agreed(@case, by, waiting.Starts, 60, Now);
            return;
        }

        if (@case.PausedAt is not null || !Chance((meeting.AgreedEnd is null ? 0.1 : 0.01) * pace)) return;
        var id = await Host.ReadAsync(db => db.Meetings.Where(m => m.CaseId == @case.CaseId() && m.Status == MeetingStatus.Planned).Select(m => m.Id).SingleAsync(Cancel));
        if (meeting.AgreedEnd is { } end && end > Now && Chance(0.4))
        {
            Note(@case, "called the meeting off");
            await SendAsync(@case.Officer, new CallOffMeetingCommand(id, "De cliënt is ziek."));
            Oracle.CalledOff(@case, @case.Officer, Now);
            return;
        }

        var day = Oracle.Calendar.Add(Today.AddDays(_random.Next(2, 30)), 0);
        var proposer = Pick([.. @case.AtTable]);
        Note(@case, $"{proposer.Role} proposed {day:O} 10:30");
        var proposal = await SendAsync(proposer, new ProposeMeetingCommand(id, day, new(10, 30), 60, LocationType.ProbationOffice, null, "Dat past beter.", Despite: true));
        _toAgree[@case] = (id, proposal, At(day, 10, 30), [.. @case.AtTable.Where(p => p != proposer)]);
        Oracle.Proposed(@case, proposer, Now);
    }

    private async Task AskContactAsync(YearCase @case, bool byVolunteer)
    {
        var of = byVolunteer ? AccountRole.ProbationOfficer : AccountRole.Volunteer;
        if (@case.Tasks.Exists(t => t.Kind == HumanTaskKind.ContactRequest && t.Role == of)) return;
        var term = _random.Next(1, 11);
        Note(@case, $"contact asked of {of} in {term} days");
        await SendAsync(byVolunteer ? @case.Volunteer.Person : @case.Officer, new AskContactCommand(@case.CaseId(), "Even overleggen.", ContactWay.Phone, term));
        Oracle.AskedContact(@case, byVolunteer, term, Now);
    }

    private async Task LogAsync(YearCase @case)
    {
        var on = Today.AddDays(-_random.Next(0, 3));
        if (on < DayOf(@case.PairedAt!.Value)) on = Today;
        Note(@case, $"contact logged on {on:O}");
        await SendAsync(@case.Volunteer.Person, new LogVolunteerActivityCommand(@case.CaseId(), VolunteerActivityCategory.Talking, on, 60, LocationType.ProbationOffice, null, null, null));
        Oracle.Logged(@case, on, Now);
    }

    private async Task RemindAsync(YearCase @case)
    {
        var who = Pick(@case.Officer, @case.Volunteer.Person);
        var (first, times) = (Today.AddDays(_random.Next(1, 20)), Pick(1, 1, 4));
        List<DateOnly> days = [.. Enumerable.Range(0, times).Select(i => first.AddDays(7 * i))];
        Note(@case, $"{who.Role} wants to be reminded on {string.Join(' ', days.Select(d => d.ToString("O", System.Globalization.CultureInfo.InvariantCulture)))}");
        await SendAsync(who, times == 1
            ? new MakeReminderCommand(@case.CaseId(), "Bellen.", first)
            : new MakeReminderCommand(@case.CaseId(), "Bellen.", first, ReminderRepeat.Weekly, days[^1]));
        Oracle.RemindMyself(@case, who, days, Now);
    }

    private async Task HandleAsync(YearCase @case)
    {
        if (@case.Tasks.Find(t => t.Told is [.., { IsHandled: false, Rung: >= 2 }]) is not { } late) return;
        var told = late.Told[^1];
        var role = told.To.Role;
        var escalation = await Host.ReadAsync(db => db.Escalations.Open().Where(e => e.CaseId == @case.CaseId() && e.ToAccountId == told.To.Id && e.ToRole == role && e.RaisedAt == told.At && e.Task!.Kind == late.Kind && e.Task.DueOn == late.DueOn)
            .Select(e => (Guid?)e.Id).FirstOrDefaultAsync(Cancel));
        if (escalation is not { } id) return;
        Note(@case, $"{role} handled that {late.Kind} is late");
        await SendAsync(told.To, new HandleEscalationCommand(id, "Gebeld."));
        told.IsHandled = true;
    }

    private async Task ActOfAsync(YearVolunteer volunteer, double pace)
    {
        if (volunteer.DeclaredUntil < Today.AddDays(70) && Chance(0.012 * pace)) await DeclareAsync(volunteer);
        if (Oracle.WaitsForSupport(volunteer) || _support.ContainsKey(volunteer))
        {
            if (!Chance(0.12 * pace)) return;
            await SendAsync(Pick([.. _accounts.Keys.Where(p => p.Role == AccountRole.Coordinator)]), new AnswerSupportCommand(_support[volunteer], "Wij spraken elkaar."));
            _support.Remove(volunteer);
            Oracle.AnsweredSupport(volunteer, Now);
        }
        else if (Chance(0.003 * pace))
        {
            _support[volunteer] = await SendAsync(volunteer.Person, new AskSupportCommand("Ik wil even praten."));
            Oracle.AskedSupport(volunteer, Now);
        }
    }

    private async Task DeclareAsync(YearVolunteer volunteer)
    {
        var until = Today.AddDays(_random.Next(300, 800));
        var coordinator = _accounts.Keys.First(p => p.Role == AccountRole.Coordinator);
        await SendAsync(coordinator, new SaveVolunteerCommand { VolunteerId = _volunteerIds[volunteer].Value, Place = "Utrecht", Capacity = 1, ConductDeclarationUntil = until, IsActive = true });
        Oracle.Declared(volunteer, until);
        foreach (var @case in Oracle.Cases.Where(c => c.Volunteer == volunteer)) Note(@case, $"declared until {until:O}");
    }

    private async Task BeAwayAsync(YearPerson officer)
    {
        var colleagues = _accounts.Keys.Where(p => p.Role == AccountRole.ProbationOfficer && p != officer).ToArray();
        var by = Chance(0.3) ? null : Pick(colleagues);
        var from = Today.AddDays(_random.Next(0, 6));
        var until = from.AddDays(_random.Next(1, 20));
        if (Oracle.Covers.Exists(c => c.From <= until && c.Until >= from && new[] { c.Absent, c.By }.Intersect([officer, by]).Any(p => p is not null))) return;
        var namer = Chance(0.3) ? _accounts.Keys.First(p => p.Role == AccountRole.Manager) : officer;
        await SendAsync(namer, new NameCoverCommand(officer.Id, by?.Id, from, until) { Role = AccountRole.ProbationOfficer });
        Oracle.Named(officer, by, namer, from, until, Now);
    }
}

internal static class YearCases
{
    public static CaseId CaseId(this YearCase @case) => Cases.Cases.CaseId.From(@case.Id);
}
