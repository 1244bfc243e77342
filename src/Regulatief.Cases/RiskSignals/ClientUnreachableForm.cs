using FluentValidation;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.RiskSignals;

public sealed class ClientUnreachableAnswers
{
    /// <summary>Whether the coordinator agrees that the client was not reached.</summary>
    public bool? IsConfirmed { get; set; }
}

/// <summary>What the coordinator judges by: that the volunteer tried, when and how. Not what about.</summary>
public sealed record ClientNotReached(string VolunteerName, IReadOnlyList<FailedTry> Attempts);

public sealed record FailedTry(DateTimeOffset At, DiscussionManner How);

/// <summary>The coordinator's word that the volunteer could not reach the client.</summary>
public sealed class ClientUnreachableForm : TaskForm<ClientUnreachableAnswers>
{
    public const string Confirmed = "Confirmed";
    public const string NotConfirmed = "NotConfirmed";
    private const int TermInWorkingDays = 1;

    public override HumanTaskKind Kind => HumanTaskKind.ClientUnreachable;

    /// <summary>Asks the case's coordinator. Never escalated: what is late here would tell that something waits for it.</summary>
    public static HumanTask TaskFor(RiskSignal signal, string title, DateTimeOffset now) => new()
    {
        CaseId = signal.CaseId,
        Kind = HumanTaskKind.ClientUnreachable,
        Title = title,
        Role = AccountRole.Coordinator,
        SubjectId = signal.Id.Value,
        Outcomes = [Confirmed, NotConfirmed],
        OpenedAt = now,
        DueOn = WorkingCalendar.OfLaw.Add(LegalTime.DateOf(now), TermInWorkingDays),
    };

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var signal = await SignalAsync(scope, cancellationToken);
        var volunteer = await scope.Db.Volunteers.GetAsync(signal.VolunteerId, cancellationToken);
        return new ClientNotReached(volunteer.NameFor(scope.Actor.Role), signal.FailedAttempts.ConvertAll(a => new FailedTry(a.At, a.How)));
    }

    protected override void Check(AbstractValidator<ClientUnreachableAnswers> rules, TaskFormScope scope) =>
        rules.RuleFor(a => a.IsConfirmed).NotNull();

    protected override async Task<string> ApplyAsync(TaskFormScope scope, ClientUnreachableAnswers answers, CancellationToken cancellationToken)
    {
        var signal = await SignalAsync(scope, cancellationToken);
        if (answers.IsConfirmed == false) return NotConfirmed;

        // A volunteer who went on meanwhile needs no confirmation any more; saying so would tell the coordinator of it.
        if (signal is { IsShared: false, HasEnded: false }) signal.ConfirmUnreachable(scope.Now);
        return Confirmed;
    }

    private static Task<RiskSignal> SignalAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.RiskSignals.GetAsync(RiskSignalId.From(scope.Task.SubjectId!.Value), cancellationToken);
}
