using System.Collections.Frozen;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Reminders;
using Regulatief.Cases.Retention;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Migration;

namespace Regulatief.Cases.Promises;

/// <summary>How promises of a kind behave.</summary>
/// <param name="About">The row that <see cref="DueWork.SubjectId"/> names.</param>
/// <param name="StandsStillInPause">Whether a pause of the case stops its clock, where no law keeps it running.</param>
/// <param name="EndsWithCase">Whether the end of the case takes it back. What belongs to a workflow ends with the workflow instead.</param>
/// <param name="Tries">After so many failures it is parked.</param>
/// <param name="Claim">How two workers are kept from doing it both.</param>
public sealed record PromiseRule(DueWorkKind Kind, Type About, bool StandsStillInPause, bool EndsWithCase, int Tries, PromiseClaim Claim);

public enum PromiseClaim
{
    /// <summary>Doing it raises the version of its case first: the second waits, and finds it gone.</summary>
    CaseVersion,

    /// <summary>It is done outside a transaction, so its taker reserves it for a while.</summary>
    Reservation,
}

/// <summary>The one table of what is promised here, and how.</summary>
public static class PromiseRules
{
    private const int Tries = 5;

    /// <summary>A system outside that is away for a night is no poison. Some sixteen hours.</summary>
    private const int Sendings = 20;

    public static IReadOnlyList<PromiseRule> All { get; } =
    [
        //                           about                    pause  case ends     tries     claimed by
        new(DueWorkKind.Bookmark,       typeof(StoredBookmark), true,  false,        Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.FollowUp,       typeof(StoredBookmark), true,  false,        Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.TaskReminder,   typeof(HumanTask),      true,  true,         Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.TaskEscalation, typeof(HumanTask),      true,  true,         Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.Inbox,          typeof(InboxEvent),     false, false,        Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.IncidentRetry,  typeof(StoredIncident), false, false,        Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.Outbox,         typeof(OutboxMessage),  false, false,        Sendings, PromiseClaim.Reservation),
        new(DueWorkKind.Migration,      typeof(MigratingCase),  false, false,        Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.AgreementEnd,   typeof(InformationSharingAgreement), false, true, Tries, PromiseClaim.CaseVersion),
        new(DueWorkKind.DangerCall,     typeof(DangerCall),     false, false,        Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.Erasure,        typeof(ErasureItem),    false, false,        Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.Handover,       typeof(CaseHandover),   false, false,        Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.Calendar,       typeof(ThreeWayMeeting), false, false,       Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.ContactSilence, typeof(VolunteerAssignment), true, true,     Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.OwnReminder,    typeof(OwnReminder),    false, false,        Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.EscalationAnswer, typeof(EscalationBatchItem), false, false, Tries,    PromiseClaim.CaseVersion),
        new(DueWorkKind.VolunteerLeaving, typeof(VolunteerLeaving), false, false,    Tries,    PromiseClaim.CaseVersion),
    ];

    private static readonly FrozenDictionary<DueWorkKind, PromiseRule> ByKind = All.ToFrozenDictionary(r => r.Kind);

    public static PromiseRule For(DueWorkKind kind) => ByKind[kind];

    /// <summary>Whether the end of its case takes a promise back: not where the law keeps its clock running.</summary>
    /// <param name="standsStillInPause">Of the promise itself.</param>
    public static bool EndsWithCase(DueWorkKind kind, bool standsStillInPause) => For(kind) is { EndsWithCase: true } rule && rule.StandsStillInPause == standsStillInPause;

    /// <summary>
    /// Whether the law keeps the clock of a task running: requests of the client, reviews of exceptions and of emergency access, and all about risk signals, whatever kind of task
    /// their workflow opened.
    /// </summary>
    /// <remarks>Such a task outlives a pause, and the end of its case, with its terms.</remarks>
    public static bool IsOfLaw(HumanTask task) => IsOfLaw(task.Kind, task.RiskSignalId);

    /// <inheritdoc cref="IsOfLaw(HumanTask)"/>
    /// <param name="signal">The one whose workflow opened it; null for all others.</param>
    public static bool IsOfLaw(HumanTaskKind kind, RiskSignalId? signal) => OfLaw.Contains(kind) || signal is not null;

    /// <summary>What the term of a task is counted by, where people here count by this calendar: the days on which the organisation closes stop no clock of the law.</summary>
    public static WorkingCalendar For(this WorkingCalendar calendar, HumanTask task) => IsOfLaw(task) ? WorkingCalendar.OfLaw : calendar;

    /// <inheritdoc cref="For(WorkingCalendar, HumanTask)"/>
    /// <param name="calendar">Of its workflow: that of a signal counts by the law already.</param>
    public static WorkingCalendar For(this WorkingCalendar calendar, HumanTaskKind kind) => OfLaw.Contains(kind) ? WorkingCalendar.OfLaw : calendar;

    /// <summary>Those kinds as a list, for a database.</summary>
    public static IReadOnlyList<HumanTaskKind> OfLaw { get; } =
        [HumanTaskKind.ClientRequest, HumanTaskKind.ExceptionReview, HumanTaskKind.BreakGlassReview, HumanTaskKind.RiskSignal, HumanTaskKind.ClientUnreachable];
}
