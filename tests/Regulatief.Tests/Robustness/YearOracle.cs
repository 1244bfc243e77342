using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using static Regulatief.Tests.Robustness.YearCalendar;

namespace Regulatief.Tests.Robustness;

/// <summary>Somebody who is told things, and how they want to hear of them.</summary>
internal sealed class YearPerson(Guid id, AccountRole role, bool hasMail)
{
    public Guid Id { get; } = id;

    public AccountRole Role { get; } = role;

    public bool HasMail { get; } = hasMail;

    public NoticeMailPace Pace { get; set; } = NoticeMailPace.Daily;

    public TimeOnly DailyAt { get; set; } = new(8, 0);

    public (TimeOnly From, TimeOnly Until)? Quiet { get; set; }

    public HashSet<NoticeKind> Unwanted { get; } = [];

    /// <summary>When a mail may go about what they were told then.</summary>
    public DateTimeOffset? MailAt(DateTimeOffset told) => Pace switch
    {
        NoticeMailPace.Never => null,
        NoticeMailPace.Daily => Next(DailyAt, told),
        _ => Quiet is { } quiet && IsQuiet(quiet, TimeOf(told)) ? Next(quiet.Until, told) : told,
    };

    private static bool IsQuiet((TimeOnly From, TimeOnly Until) quiet, TimeOnly time) =>
        quiet.From < quiet.Until ? time >= quiet.From && time < quiet.Until : time >= quiet.From || time < quiet.Until;

    private static DateTimeOffset Next(TimeOnly time, DateTimeOffset after) => At(DayOf(after), time) is var today && today > after ? today : At(DayOf(after).AddDays(1), time);
}

/// <summary>What somebody must be told, at which instant.</summary>
internal sealed record YearNotice(YearPerson To, NoticeKind Kind, YearCase? Case, DateTimeOffset At)
{
    public object? About { get; init; }

    public bool IsMailed { get; set; }

    public bool IsRead { get; set; }
}

internal sealed class YearPromise(DateTimeOffset dueAt, bool standsStill, object about, Action<DateTimeOffset> keep)
{
    public DateTimeOffset DueAt { get; set; } = dueAt;

    public bool StandsStill { get; } = standsStill;

    public DateTimeOffset? StandsSince { get; set; }

    public object About { get; } = about;

    public Action<DateTimeOffset> Keep { get; } = keep;
}

internal sealed class YearTask
{
    public required YearCase Case { get; init; }

    public required HumanTaskKind Kind { get; init; }

    public required AccountRole Role { get; init; }

    public required DateOnly DueOn { get; set; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required bool IsOfLaw { get; init; }

    /// <summary>Whether the cycle waits for it.</summary>
    public required bool IsOfCycle { get; init; }

    public required int LateAfter { get; init; }

    public object? Subject { get; init; }

    public bool IsReminded { get; set; }

    public List<YearTold> Told { get; } = [];

    public YearPromise? Reminder { get; set; }

    public YearPromise? Escalation { get; set; }
}

/// <summary>Whom it was told that something is late, and whether somebody said what was done.</summary>
internal sealed record YearTold(DateTimeOffset At, YearPerson To, int Rung)
{
    public bool IsHandled { get; set; }
}

internal sealed class YearMeeting(DateOnly plannedOn)
{
    public DateOnly PlannedOn { get; set; } = plannedOn;

    public DateTimeOffset? AgreedEnd { get; set; }
}

internal sealed class YearAgreement(DateOnly from, DateOnly until)
{
    public DateOnly From { get; } = from;

    public DateOnly Until { get; } = until;

    public DateOnly LastDay { get; set; } = until;

    public bool IsSigned { get; set; }

    public bool IsReplaced { get; set; }
}

internal sealed class YearVolunteer(YearPerson person)
{
    public YearPerson Person { get; } = person;

    public DateOnly DeclaredUntil { get; set; }

    public Dictionary<DateOnly, int> Told { get; } = [];
}

internal sealed class YearCase(Guid id, int number, YearPerson officer, YearPerson client, YearVolunteer volunteer)
{
    public Guid Id { get; } = id;

    public int Number { get; } = number;

    public YearPerson Officer { get; } = officer;

    public YearPerson Client { get; } = client;

    public YearVolunteer Volunteer { get; } = volunteer;

    public DateTimeOffset? PairedAt { get; set; }

    public bool IsClosed { get; set; }

    public DateTimeOffset? PausedAt { get; set; }

    public bool IsStopped { get; set; }

    public int Round { get; set; } = 1;

    /// <summary>Working together, or from the second round on between two of it.</summary>
    public bool IsTogether { get; set; }

    public DateOnly? NextMeetingOn { get; set; }

    public int? RhythmInWeeks { get; set; }

    public DateOnly? EvaluateFrom { get; set; }

    public int ContactInDays { get; set; }

    public DateOnly? DividedOn { get; set; }

    public DateOnly? InForceOn { get; set; }

    public DateOnly? LastContactOn { get; set; }

    public YearMeeting? Meeting { get; set; }

    public List<YearAgreement> Agreements { get; } = [];

    public List<YearTask> Tasks { get; } = [];

    public List<YearPromise> Promises { get; } = [];

    public int CheckIns { get; set; }

    /// <summary>Since when nothing was logged, of silences that were told; the last is open until contact is logged.</summary>
    public HashSet<DateOnly> Silences { get; } = [];

    public bool IsSilent { get; set; }

    public List<string> History { get; } = [];

    public IEnumerable<YearPerson> AtTable => PairedAt is null ? [Client, Officer] : [Client, Volunteer.Person, Officer];
}

/// <summary>The rules of the domain once more, told plainly: who must be told what on which day, from what was done. Knows nothing of the product but its words.</summary>
internal sealed class YearOracle(IReadOnlyList<YearPerson> people)
{
    private const int MorningHour = 8;

    private readonly YearPerson[] _coordinators = [.. people.Where(p => p.Role == AccountRole.Coordinator)];
    private readonly YearPerson[] _managers = [.. people.Where(p => p.Role == AccountRole.Manager)];
    private readonly YearPerson[] _above = [.. people.Where(p => p.Role == AccountRole.Manager), .. people.Where(p => p.Role == AccountRole.Administrator)];
    private readonly List<YearNotice> _waiting = [];
    private readonly List<(YearVolunteer By, DateOnly DueOn)> _support = [];

    public YearCalendar Calendar { get; } = new();

    public List<YearCase> Cases { get; } = [];

    public List<YearVolunteer> Volunteers { get; } = [];

    public List<(YearPerson Absent, YearPerson? By, DateOnly From, DateOnly Until)> Covers { get; } = [];

    /// <summary>After how many working days whose work it is, the coordinator and the manager are told of a task of a kind; and then each how many.</summary>
    public Dictionary<HumanTaskKind, (int? Worker, int? Coordinator, int? Manager, int Again)> Ladders { get; } = [];

    /// <summary>Since it was last asked.</summary>
    public List<YearNotice> Told { get; private set; } = [];

    /// <summary>To whom, with what: <c>N</c> for notices, <c>M</c> for a meeting, <c>C</c> for one that is called off. Since it was last asked.</summary>
    public List<(YearPerson To, char Kind, DateTimeOffset At)> Mailed { get; private set; } = [];

    public (List<YearNotice> Told, List<(YearPerson To, char Kind, DateTimeOffset At)> Mailed) Take()
    {
        var taken = (Told, Mailed);
        (Told, Mailed) = ([], []);
        return taken;
    }

    // ----- time

    public void Sweep(DateTimeOffset now)
    {
        foreach (var @case in Cases)
            while (@case.Promises.Where(p => p.StandsSince is null && p.DueAt <= now).MinBy(p => p.DueAt) is { } due)
            {
                @case.Promises.Remove(due);
                due.Keep(now);
            }
    }

    /// <summary>What is looked at once an hour.</summary>
    public void LookAround(DateTimeOffset now)
    {
        var today = DayOf(now);
        foreach (var @case in Cases) PromiseSilence(@case, now);
        foreach (var volunteer in Volunteers) TellOfDeclaration(volunteer, today, now);
        foreach (var @case in Cases) CheckIn(@case, today, now);
        foreach (var (by, _) in _support.Where(s => s.DueOn < today).ToList())
        {
            _support.RemoveAll(s => s.By == by);
            foreach (var person in _coordinators.Concat(_managers)) Tell(person, NoticeKind.SupportLate, null, now);
        }
    }

    /// <summary>One mail to each for whom something waits whose time has come; of an absent one the colleague who covers gets it.</summary>
    public void Mail(DateTimeOffset now)
    {
        var today = DayOf(now);
        var covers = Covers.Where(c => c.By is not null && c.From <= today && c.Until >= today).ToList();
        _waiting.RemoveAll(n => n.IsMailed || n.IsRead || n.At <= now.AddDays(-7));
        List<YearNotice> taken = [];
        foreach (var reader in people.Concat(Volunteers.Select(v => v.Person)).Concat(Cases.Select(c => c.Client)).Where(p => p.HasMail).Distinct())
        {
            var isAway = covers.Exists(c => c.Absent == reader);
            var due = _waiting.FindAll(n => !reader.Unwanted.Contains(n.Kind) && reader.MailAt(n.At) <= now
                && (n.To == reader ? !isAway || n.Case is null : n.Case is not null && n.Kind != NoticeKind.OwnReminder && covers.Exists(c => c.By == reader && c.Absent == n.To)));
            if (due.Count == 0) continue;
            Mailed.Add((reader, 'N', now));
            taken.AddRange(due);
        }

        foreach (var notice in taken) notice.IsMailed = true;
    }

    /// <summary>All that they are shown, of whom they cover for too.</summary>
    public void Read(YearPerson reader, DateTimeOffset now)
    {
        var today = DayOf(now);
        var absent = Covers.Where(c => c.By == reader && c.From <= today && c.Until >= today).Select(c => c.Absent).ToList();
        foreach (var notice in _waiting.Where(n => n.To == reader || (absent.Contains(n.To) && n.Case is not null && n.Kind != NoticeKind.OwnReminder))) notice.IsRead = true;
    }

    private void Tell(YearPerson to, NoticeKind kind, YearCase? @case, DateTimeOffset at, object? about = null)
    {
        var notice = new YearNotice(to, kind, @case, at) { About = about };
        Told.Add(notice);
        _waiting.Add(notice);
        @case?.History.Add($"{at:u} expected: {kind} to {to.Role}");
    }

    private static void Promise(YearCase @case, YearPromise promise, DateTimeOffset now)
    {
        if (promise.StandsStill && @case.PausedAt is not null) promise.StandsSince = now;
        @case.Promises.Add(promise);
    }

    // ----- tasks

    public YearTask Open(
        YearCase @case, HumanTaskKind kind, AccountRole role, DateOnly dueOn, DateTimeOffset now, bool isOfCycle = true, int remind = 1, int lateAfter = 0, bool isOfLaw = false, object? subject = null)
    {
        var task = new YearTask
        {
            Case = @case, Kind = kind, Role = role, DueOn = dueOn, OpenedAt = now, IsOfLaw = isOfLaw, IsOfCycle = isOfCycle, LateAfter = lateAfter, Subject = subject,
        };
        @case.Tasks.Add(task);
        @case.History.Add($"{now:u} expected: {kind} of {role}, due {dueOn:O}");
        var remindAt = At(CalendarOf(task).Add(dueOn, -remind), MorningHour);
        if (remindAt > now) Promise(@case, task.Reminder = new YearPromise(remindAt, !isOfLaw, task, at => Remind(task, at)), now);
        Promise(@case, task.Escalation = new YearPromise(EndOf(dueOn), !isOfLaw, task, at => Escalate(task, at)), now);
        return task;
    }

    public static void End(YearTask task)
    {
        task.Case.Tasks.Remove(task);
        task.Case.Promises.RemoveAll(p => p.About == task);
    }

    private YearCalendar CalendarOf(YearTask task) => task.IsOfLaw ? OfLaw : Calendar;

    private YearPerson HolderOf(YearTask task) => task.Role switch
    {
        AccountRole.ProbationOfficer => task.Case.Officer,
        AccountRole.Volunteer => task.Case.Volunteer.Person,
        _ => _coordinators[0],
    };

    private void Remind(YearTask task, DateTimeOffset now)
    {
        (task.Reminder, task.IsReminded) = (null, true);
        Tell(HolderOf(task), NoticeKind.TaskReminder, task.Case, now, task);
    }

    /// <summary>Coordinators by their rank, then the manager, then the administrator; before them whose work it is, where the project says so. Nobody hears of it sooner than its step says.</summary>
    private void Escalate(YearTask task, DateTimeOffset now)
    {
        task.Escalation = null;
        var told = task.Told.FindAll(t => t.At >= EndOf(task.DueOn));
        if (told is [.., { IsHandled: true }]) return;

        var ladder = Ladders.TryGetValue(task.Kind, out var set) ? set : (null, task.LateAfter, null, 5);
        List<(int Rung, YearPerson Who)> line = [.. _coordinators.Select(c => (2, c)), .. _above.Select(p => (p.Role == AccountRole.Manager ? 3 : 4, p))];
        if (ladder.Worker is not null && task.Role != AccountRole.Coordinator) line.Insert(0, (0, HolderOf(task)));
        List<(int Rung, int After)> steps = [.. new[] { (0, ladder.Worker), (2, ladder.Coordinator), (3, ladder.Manager) }
            .Where(s => s.Item2 is not null && line.Exists(p => p.Rung == s.Item1)).Select(s => (s.Item1, s.Item2!.Value))];

        if (told.Count == 0 && steps[0].After is var after and > 0 && EndOf(CalendarOf(task).Add(task.DueOn, after)) is var late && late > now)
        {
            Promise(task.Case, task.Escalation = new YearPromise(late, !task.IsOfLaw, task, at => Escalate(task, at)), now);
            return;
        }

        var next = NextOf(told, line, steps);
        task.Told.Add(new YearTold(now, next.Who, next.Rung));
        Tell(next.Who, next.Rung < 2 ? NoticeKind.TaskLate : NoticeKind.TaskEscalated, task.Case, now, task);

        // So many days to act, each from its morning on.
        var above = steps.FindIndex(s => s.Rung > next.Rung);
        var days = above < 0 ? ladder.Again : Math.Max(1, steps[above].After - (above > 0 ? steps[above - 1].After : steps[0].After));
        var again = At(CalendarOf(task).Add(CalendarOf(task).Add(DayOf(now), 0), days), MorningHour);
        Promise(task.Case, task.Escalation = new YearPromise(again, !task.IsOfLaw, task, at => Escalate(task, at)), now);
    }

    private static (int Rung, YearPerson Who) NextOf(List<YearTold> told, List<(int Rung, YearPerson Who)> line, List<(int Rung, int After)> steps)
    {
        if (told is not [.., var last]) return line.First(p => p.Rung == steps[0].Rung);
        if (steps.FindIndex(s => s.Rung > last.Rung) is var above and >= 0) return line.First(p => p.Rung == steps[above].Rung);
        return line.Where(p => p.Rung >= last.Rung && !told.Exists(t => t.To == p.Who)).Select(p => ((int, YearPerson)?)p).FirstOrDefault() ?? line[^1];
    }

    /// <summary>The reminder keeps its distance; what was told before counts no more.</summary>
    private void Move(YearTask task, DateOnly dueOn, DateTimeOffset now)
    {
        var before = task.Reminder is null ? 1 : Math.Max(1, CalendarOf(task).Between(DayOf(task.Reminder.DueAt), task.DueOn));
        var remindAt = At(CalendarOf(task).Add(dueOn, -before), MorningHour);
        var hadOne = task.Reminder is not null || task.IsReminded;
        if (task.Reminder is { } old) task.Case.Promises.Remove(old);
        task.Reminder = null;
        if (remindAt > now && hadOne) Promise(task.Case, task.Reminder = new YearPromise(remindAt, !task.IsOfLaw, task, at => Remind(task, at)), now);
        if (task.Escalation is { } late) late.DueAt = EndOf(dueOn);
        else if (task.Told.Count > 0) Promise(task.Case, task.Escalation = new YearPromise(EndOf(dueOn), !task.IsOfLaw, task, at => Escalate(task, at)), now);
        task.DueOn = dueOn;
    }

    // ----- the cycle

    public YearCase Begin(YearCase @case, DateTimeOffset now)
    {
        Cases.Add(@case);
        OpenStep(@case, HumanTaskKind.Intake, 10, now);
        return @case;
    }

    private void OpenStep(YearCase @case, HumanTaskKind kind, int days, DateTimeOffset now, AccountRole role = AccountRole.ProbationOfficer) =>
        Open(@case, kind, role, Calendar.Add(DayOf(now), days), now);

    /// <summary>A step that has but one way on.</summary>
    public void Done(YearTask task, DateTimeOffset now)
    {
        var @case = task.Case;
        End(task);
        switch (task.Kind)
        {
            case HumanTaskKind.Intake: OpenStep(@case, HumanTaskKind.InclusionCheck, 5, now); break;
            case HumanTaskKind.InclusionCheck: OpenStep(@case, HumanTaskKind.MatchVolunteer, 10, now, AccountRole.Coordinator); break;
            case HumanTaskKind.MatchVolunteer:
                @case.PairedAt = now;
                OpenStep(@case, HumanTaskKind.StartContact, 10, now);
                break;
            case HumanTaskKind.StartContact: OpenStep(@case, HumanTaskKind.SafetyCheck, 5, now); break;
            case HumanTaskKind.SafetyCheck: OpenStep(@case, HumanTaskKind.TaskDivision, 15, now); break;
            case HumanTaskKind.CaseTask when task.IsOfCycle: PlanMeeting(@case, now); break; // what was missed was talked about
            case HumanTaskKind.Closure: Close(@case); break;
        }
    }

    public void Divided(YearTask task, int rhythm, DateOnly first, DateOnly evaluateFrom, int contactInDays, DateTimeOffset now)
    {
        var @case = task.Case;
        End(task);
        (@case.RhythmInWeeks, @case.NextMeetingOn, @case.EvaluateFrom, @case.ContactInDays, @case.DividedOn) = (rhythm, first, evaluateFrom, contactInDays, DayOf(now));
        OpenStep(@case, HumanTaskKind.Agreement, 10, now);
    }

    private DateOnly NextMeeting(YearCase @case, DateOnly today) =>
        @case.NextMeetingOn >= today ? @case.NextMeetingOn.Value : Calendar.Add(today.AddDays(7 * (@case.RhythmInWeeks ?? 6)), 0);

    private void PlanMeeting(YearCase @case, DateTimeOffset now)
    {
        @case.IsTogether = true;
        var meeting = new YearMeeting(NextMeeting(@case, DayOf(now)));
        (@case.Meeting, @case.NextMeetingOn) = (meeting, null);
        Open(@case, HumanTaskKind.Meeting, AccountRole.ProbationOfficer, Calendar.Add(meeting.PlannedOn, 3), now, subject: meeting);
    }

    public void Held(YearTask task, DateOnly heldOn, DateOnly? nextOn, bool evaluates, (AccountRole Owner, DateOnly DueOn)? decision, DateTimeOffset now)
    {
        var @case = task.Case;
        if (decision is { } decided) Open(@case, HumanTaskKind.MeetingDecision, decided.Owner, decided.DueOn, now, isOfCycle: false, lateAfter: 5);
        End(task);
        (@case.Meeting, @case.NextMeetingOn) = (null, nextOn);
        if (evaluates || @case.EvaluateFrom <= heldOn)
        {
            OpenStep(@case, HumanTaskKind.Evaluation, 10, now);
            return;
        }

        @case.NextMeetingOn = NextMeeting(@case, DayOf(now));
        var prepareAt = At(Calendar.Add(@case.NextMeetingOn.Value, -10), MorningHour);
        if (prepareAt <= now) PlanMeeting(@case, now);
        else Promise(@case, new YearPromise(prepareAt, true, Preparation, at => PlanMeeting(@case, at)), now);
    }

    public void Missed(YearTask task, DateOnly nextOn, DateTimeOffset now)
    {
        End(task);
        (task.Case.Meeting, task.Case.NextMeetingOn) = (null, nextOn);
        OpenStep(task.Case, HumanTaskKind.CaseTask, 2, now);
    }

    public void Evaluated(YearTask task, bool isClosing, DateTimeOffset now)
    {
        End(task);
        if (isClosing)
        {
            task.Case.IsTogether = false;
            OpenStep(task.Case, HumanTaskKind.Closure, 10, now);
            return;
        }

        task.Case.Round++;
        OpenStep(task.Case, HumanTaskKind.TaskDivision, 15, now);
    }

    public void Stop(YearCase @case, DateTimeOffset now)
    {
        if (@case.PausedAt is not null) Resume(@case, now);
        foreach (var task in @case.Tasks.Where(t => t.IsOfCycle).ToList()) End(task);
        @case.Promises.RemoveAll(p => p.About == Preparation);
        CallOffMeeting(@case, now);
        (@case.IsTogether, @case.IsStopped, @case.Meeting) = (false, true, null);
        OpenStep(@case, HumanTaskKind.Closure, 10, now);
        Tell(_coordinators[0], NoticeKind.CaseStopped, @case, now);
        if (@case.PairedAt is not null) Tell(@case.Volunteer.Person, NoticeKind.CaseStopped, @case, now);
    }

    private static void Close(YearCase @case)
    {
        @case.IsClosed = true;
        foreach (var task in @case.Tasks.Where(t => !t.IsOfLaw).ToList()) @case.Tasks.Remove(task);
        // What the law asks, and what somebody asked for themselves, goes on.
        @case.Promises.RemoveAll(p => p.About is not (YearTask { IsOfLaw: true } or OwnDay));
    }

    public static void Pause(YearCase @case, DateTimeOffset now)
    {
        @case.PausedAt = now;
        foreach (var promise in @case.Promises.Where(p => p.StandsStill && p.StandsSince is null)) promise.StandsSince = now;
    }

    /// <summary>All lies as many days later as it stood still; last days on an open one.</summary>
    public void Resume(YearCase @case, DateTimeOffset now)
    {
        var since = @case.PausedAt!.Value;
        @case.PausedAt = null;
        Dictionary<YearTask, int> movedBy = [];
        foreach (var task in @case.Tasks.Where(t => !t.IsOfLaw))
        {
            var days = DayOf(now).DayNumber - DayOf(task.OpenedAt > since ? task.OpenedAt : since).DayNumber;
            var dueOn = days > 0 ? Calendar.Add(task.DueOn.AddDays(days), 0) : task.DueOn;
            movedBy[task] = dueOn.DayNumber - task.DueOn.DayNumber;
            task.DueOn = dueOn;
        }

        foreach (var promise in @case.Promises.Where(p => p.StandsSince is not null))
        {
            var days = promise.About is YearTask task && movedBy.TryGetValue(task, out var moved) ? moved : DayOf(now).DayNumber - DayOf(promise.StandsSince!.Value).DayNumber;
            promise.DueAt = At(DayOf(promise.DueAt).AddDays(days), TimeOf(promise.DueAt));
            promise.StandsSince = null;
        }
    }

    // ----- meetings

    public void Proposed(YearCase @case, YearPerson by, DateTimeOffset now) => TellTable(@case, by, NoticeKind.MeetingProposed, now);

    public void Agreed(YearCase @case, YearPerson by, DateTimeOffset starts, int minutes, DateTimeOffset now)
    {
        var (meeting, on) = (@case.Meeting!, DayOf(starts));
        if (on != meeting.PlannedOn && @case.Tasks.Find(t => t.Subject == meeting) is { } record)
            Move(record, Calendar.Add(on, Calendar.Between(meeting.PlannedOn, record.DueOn)), now);
        (meeting.PlannedOn, meeting.AgreedEnd) = (on, starts.AddMinutes(minutes));
        TellTable(@case, by, NoticeKind.MeetingAgreed, now);
        MailTable(@case, 'M', now);
    }

    public void CalledOff(YearCase @case, YearPerson by, DateTimeOffset now)
    {
        TellTable(@case, by, NoticeKind.MeetingCalledOff, now);
        CallOffMeeting(@case, now);
        @case.Meeting!.AgreedEnd = null;
    }

    private void CallOffMeeting(YearCase @case, DateTimeOffset now)
    {
        if (@case.Meeting is { AgreedEnd: { } end } && end > now) MailTable(@case, 'C', now);
    }

    private void TellTable(YearCase @case, YearPerson by, NoticeKind kind, DateTimeOffset now)
    {
        foreach (var person in @case.AtTable.Where(p => p != by)) Tell(person, kind, @case, now);
    }

    private void MailTable(YearCase @case, char kind, DateTimeOffset now) => Mailed.AddRange(@case.AtTable.Where(p => p.HasMail).Select(p => (p, kind, now)));

    // ----- agreements

    public YearAgreement Proposed(YearCase @case, DateOnly from, DateOnly until, DateTimeOffset now)
    {
        var agreement = new YearAgreement(from, until);
        @case.Agreements.Add(agreement);
        foreach (var person in new[] { @case.Client, @case.Volunteer.Person }) Tell(person, NoticeKind.AgreementToSign, @case, now, agreement);
        return agreement;
    }

    public void Signed(YearAgreement agreement, YearPerson by)
    {
        foreach (var notice in _waiting.Where(n => n.Kind == NoticeKind.AgreementToSign && n.About == agreement && n.To == by)) notice.IsRead = true;
    }

    public void SignedByAll(YearCase @case, YearAgreement agreement, DateTimeOffset now)
    {
        (agreement.IsSigned, @case.InForceOn) = (true, DayOf(now));
        foreach (var older in @case.Agreements.Where(a => a is { IsSigned: true, IsReplaced: false } && a != agreement))
        {
            older.LastDay = agreement.From <= older.Until ? agreement.From.AddDays(-1) : older.Until;
            older.IsReplaced = agreement.From <= DayOf(now);
            Settle(older);
        }

        @case.Promises.RemoveAll(p => p.About is YearAgreement);
        if (@case.Agreements.Where(a => a is { IsSigned: true, IsReplaced: false }).MaxBy(a => a.LastDay) is { } last) PromiseEnd(@case, last, now);
        foreach (var task in @case.Tasks.Where(t => t.Kind == HumanTaskKind.Agreement && t.Subject != agreement).ToList())
        {
            End(task);
            if (task.IsOfCycle) PlanMeeting(@case, now);
        }
    }

    private void PromiseEnd(YearCase @case, YearAgreement agreement, DateTimeOffset now)
    {
        foreach (var at in new[] { Morning(-42), Morning(-14), EndOf(agreement.LastDay) }.Where(at => at > now))
            @case.Promises.Add(new YearPromise(at, false, agreement, told => TellEnd(@case, agreement, told)));

        DateTimeOffset Morning(int days) => At(Calendar.Add(agreement.LastDay.AddDays(days), 0), MorningHour);
    }

    private void TellEnd(YearCase @case, YearAgreement agreement, DateTimeOffset now)
    {
        var (today, hasEnded) = (DayOf(now), agreement.LastDay < DayOf(now));
        Settle(agreement);
        foreach (var person in @case.AtTable) Tell(person, hasEnded ? NoticeKind.AgreementEnded : NoticeKind.AgreementEnding, @case, now, agreement);
        if (@case.Tasks.Exists(t => t.Kind == HumanTaskKind.Agreement)) return;
        var latest = hasEnded ? Calendar.Add(today, 5) : agreement.LastDay;
        var meeting = @case.NextMeetingOn >= today ? @case.NextMeetingOn : @case.Meeting?.PlannedOn >= today ? @case.Meeting.PlannedOn : null;
        Open(@case, HumanTaskKind.Agreement, AccountRole.ProbationOfficer, meeting < latest ? meeting.Value : latest, now, isOfCycle: false, subject: agreement);
    }

    private void Settle(YearAgreement agreement)
    {
        foreach (var notice in _waiting.Where(n => n.Kind is NoticeKind.AgreementEnding or NoticeKind.AgreementEnded && n.About == agreement)) notice.IsRead = true;
    }

    // ----- contact

    public void AskedContact(YearCase @case, bool byVolunteer, int term, DateTimeOffset now) => Open(
        @case, HumanTaskKind.ContactRequest, byVolunteer ? AccountRole.ProbationOfficer : AccountRole.Volunteer, Calendar.Add(DayOf(now), term), now, isOfCycle: false);

    public void AnsweredContact(YearTask task, DateTimeOffset now)
    {
        End(task);
        Tell(task.Role == AccountRole.Volunteer ? task.Case.Officer : task.Case.Volunteer.Person, NoticeKind.ContactAnswered, task.Case, now);
    }

    public void Logged(YearCase @case, DateOnly on, DateTimeOffset now)
    {
        var noticed = NoticedOn(@case, on);
        if (@case.LastContactOn is null || on > @case.LastContactOn) @case.LastContactOn = on;
        if (noticed is not { } day || day <= DayOf(now)) return;
        @case.IsSilent = false;
        foreach (var task in @case.Tasks.Where(t => t.Kind == HumanTaskKind.ContactSilence).ToList()) End(task);
        @case.Promises.RemoveAll(p => p.About == Silence);
        PromiseSilence(@case, now);
    }

    private DateOnly? NoticedOn(YearCase @case, DateOnly? logged = null)
    {
        if (@case.IsClosed || !@case.IsTogether || @case.PairedAt is not { } paired || @case.DividedOn is null) return null;
        var since = new[] { DayOf(paired), @case.DividedOn, @case.InForceOn, @case.LastContactOn, logged }.Max()!.Value;
        return Calendar.Add(since.AddDays(@case.ContactInDays), 2);
    }

    private static DateOnly SilentSince(YearCase @case) => new[] { DayOf(@case.PairedAt!.Value), @case.DividedOn, @case.InForceOn, @case.LastContactOn }.Max()!.Value;

    private void PromiseSilence(YearCase @case, DateTimeOffset now)
    {
        if (NoticedOn(@case) is not { } noticed || @case.IsSilent || @case.Promises.Exists(p => p.About == Silence)) return;
        var soonest = Calendar.Add(DayOf(now), 0);
        Promise(@case, new YearPromise(At(noticed > soonest ? noticed : soonest, MorningHour), true, Silence, at => NoticeSilence(@case, at)), now);
    }

    private void NoticeSilence(YearCase @case, DateTimeOffset now)
    {
        if (NoticedOn(@case) is not { } noticed) return;
        if (noticed > DayOf(now)) PromiseSilence(@case, now);
        else if (!@case.IsSilent && @case.Silences.Add(SilentSince(@case)))
        {
            @case.IsSilent = true;
            Open(@case, HumanTaskKind.ContactSilence, AccountRole.ProbationOfficer, Calendar.Add(DayOf(now), 3), now, isOfCycle: false);
        }
    }

    // ----- volunteers, clients, oneself

    private void TellOfDeclaration(YearVolunteer volunteer, DateOnly today, DateTimeOffset now)
    {
        var left = volunteer.DeclaredUntil.DayNumber - today.DayNumber;
        int? told = left < 0 ? 0 : left <= 30 ? 30 : left <= 60 ? 60 : left <= 90 ? 90 : null;
        if (told is not { } time || (volunteer.Told.TryGetValue(volunteer.DeclaredUntil, out var before) && before <= time)) return;
        volunteer.Told[volunteer.DeclaredUntil] = time;
        foreach (var coordinator in _coordinators) Tell(coordinator, NoticeKind.DeclarationEnding, null, now);
        Tell(volunteer.Person, NoticeKind.OwnDeclarationEnding, null, now);
        if (time > 0) return;
        foreach (var @case in Cases.Where(c => c is { IsClosed: false, PairedAt: not null } && c.Volunteer == volunteer))
            Open(@case, HumanTaskKind.CaseTask, AccountRole.Coordinator, Calendar.Add(today, 3), now, isOfCycle: false, subject: volunteer);
    }

    public void Declared(YearVolunteer volunteer, DateOnly until)
    {
        volunteer.DeclaredUntil = until;
        foreach (var task in Cases.SelectMany(c => c.Tasks).Where(t => t.Subject == volunteer).ToList()) End(task);
    }

    /// <summary>After 3, 10 and 18 weeks, and each 13 after; of several that passed in a pause one.</summary>
    private void CheckIn(YearCase @case, DateOnly today, DateTimeOffset now)
    {
        if (@case is not { IsClosed: false, PausedAt: null, PairedAt: { } paired }) return;
        int[] weeks = [3, 10, 18, 31, 44, 57];
        var come = weeks.Count(w => DayOf(paired).AddDays(7 * w) <= today);
        if (come <= @case.CheckIns) return;
        @case.CheckIns = come;
        Open(@case, HumanTaskKind.VolunteerCheckIn, AccountRole.Coordinator, Calendar.Add(today, 10), now, isOfCycle: false);
        Tell(@case.Volunteer.Person, NoticeKind.VolunteerThanked, @case, now);
    }

    public bool WaitsForSupport(YearVolunteer volunteer) => _support.Exists(s => s.By == volunteer);

    public void AskedSupport(YearVolunteer by, DateTimeOffset now)
    {
        _support.Add((by, Calendar.Add(DayOf(now), 2)));
        foreach (var coordinator in _coordinators) Tell(coordinator, NoticeKind.SupportAsked, null, now);
    }

    public void AnsweredSupport(YearVolunteer by, DateTimeOffset now)
    {
        _support.RemoveAll(s => s.By == by);
        Tell(by.Person, NoticeKind.SupportAnswered, null, now);
    }

    /// <summary>A term of the law: twenty working days, whoever is closed or on hold.</summary>
    public void AskedFile(YearCase @case, DateTimeOffset now) =>
        Open(@case, HumanTaskKind.ClientRequest, AccountRole.ProbationOfficer, OfLaw.Add(DayOf(now), 20), now, isOfCycle: false, remind: 5, isOfLaw: true);

    public void RemindMyself(YearCase @case, YearPerson who, IReadOnlyList<DateOnly> days, DateTimeOffset now)
    {
        var next = days.Where(d => d > DayOf(now)).Select(d => (DateOnly?)d).FirstOrDefault();
        if (next is not { } day) return;
        @case.Promises.Add(new YearPromise(At(day, MorningHour), false, new OwnDay(), at =>
        {
            Tell(who, NoticeKind.OwnReminder, @case, at);
            RemindMyself(@case, who, days, at);
        }));
    }

    public void Named(YearPerson absent, YearPerson? by, YearPerson namer, DateOnly from, DateOnly until, DateTimeOffset now)
    {
        Covers.Add((absent, by, from, until));
        foreach (var person in new[] { absent, by }.OfType<YearPerson>().Where(p => p != namer)) Tell(person, NoticeKind.CoverNamed, null, now);
    }

    private static readonly object Preparation = new();
    private static readonly object Silence = new();

    private sealed class OwnDay;
}
