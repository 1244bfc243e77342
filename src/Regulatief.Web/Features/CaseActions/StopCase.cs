using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>Stops a case before its time: what was open ends, and the closure follows at once.</summary>
/// <exception cref="CaseRuleException"><c>case-closed</c>, <c>case-not-included-yet</c>, <c>case-already-closing</c>.</exception>
public sealed record StopCaseCommand(CaseId CaseId, ClosureReason? Kind, string? Reason) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);

    /// <summary>The others follow from a step of the cycle.</summary>
    public static IReadOnlyList<ClosureReason> Kinds { get; } =
        [ClosureReason.SupervisionEnded, ClosureReason.ClientStopped, ClosureReason.Detention, ClosureReason.Deceased, ClosureReason.Other];
}

internal sealed class StopCaseValidator : AbstractValidator<StopCaseCommand>
{
    public StopCaseValidator()
    {
        RuleFor(c => c.Kind).NotNull();
        RuleFor(c => c.Kind).Must(kind => kind is null || StopCaseCommand.Kinds.Contains(kind.Value)).WithErrorCode("no-such-choice");
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class StopCaseHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time) : IRequestHandler<StopCaseCommand, CaseId>
{
    public async Task<CaseId> Handle(StopCaseCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);

        var now = time.GetUtcNow();
        @case.Stop(command.Kind!.Value);
        var clocks = @case.IsPaused ? new ClockChange.GoOn(@case.Resume()) : null;
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.Stopped, At = now, ById = actor.AccountId, Note = command.Reason });
        await workflows.PublishAsync(@case, "stopped", clocks, cancellationToken);

        var coordinator = await db.CoordinatorToTellAsync(@case, null, cancellationToken);
        List<PersonInRole> told = [coordinator];
        if (@case.CurrentAssignment is { } pairing) told.Add(new PersonInRole(pairing.Volunteer.AccountId, AccountRole.Volunteer));
        foreach (var (accountId, role) in told)
            db.Notices.Add(new Notice { AccountId = accountId, Role = role, Kind = NoticeKind.CaseStopped, CaseId = @case.Id, At = now });
        return @case.Id;
    }
}
