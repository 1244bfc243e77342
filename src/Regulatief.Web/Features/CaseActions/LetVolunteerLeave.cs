using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>
/// Says that the volunteer stops. On a day to come: the pairing ends when that day is over, and until then a successor is looked for. Today: the coordinator gets the hand-over, and
/// the pairing ends there.
/// </summary>
/// <param name="LastDay">The last day beside the client; null for today.</param>
/// <exception cref="CaseRuleException"><c>case-no-volunteer</c>, <c>volunteer-already-leaving</c>, <c>case-not-included-yet</c>, <c>case-already-closing</c>.</exception>
public sealed record LetVolunteerLeaveCommand(CaseId CaseId, string? Reason, DateOnly? LastDay = null) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class LetVolunteerLeaveValidator : AbstractValidator<LetVolunteerLeaveCommand>
{
    public LetVolunteerLeaveValidator(TimeProvider time)
    {
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(VolunteerLeaving.MaxReason);
        RuleFor(c => c.LastDay).GreaterThanOrEqualTo(time.Today()).LessThanOrEqualTo(time.Today().AddMonths(VolunteerLeaving.MostMonthsAhead));
    }
}

internal sealed class LetVolunteerLeaveHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time) : IRequestHandler<LetVolunteerLeaveCommand, CaseId>
{
    public async Task<CaseId> Handle(LetVolunteerLeaveCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer);
        @case.RefuseIfNotUnderWay();
        if (@case.CurrentAssignment is not { } pairing) throw new CaseRuleException("case-no-volunteer", @case.Number);
        var isLeaving = await db.HumanTasks.Open().AnyAsync(t => t.CaseId == @case.Id && t.Kind == HumanTaskKind.VolunteerHandover, cancellationToken);
        if (isLeaving || await db.LeavingOfAsync(@case, cancellationToken) is not null) throw new CaseRuleException("volunteer-already-leaving", @case.Number);

        var now = time.GetUtcNow();
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.VolunteerLeaves, At = now, ById = actor.AccountId, Note = command.Reason });
        var isOnlyContact = await db.IsOnlyContactAsync(@case.Id, cancellationToken);
        if (command.LastDay > time.Today())
        {
            await db.PlanLeavingAsync(new VolunteerLeaving
            {
                CaseId = @case.Id, PairingId = pairing.Id, SaidById = actor.AccountId, SaidAt = now, Reason = command.Reason!, LastDay = command.LastDay.Value, IsOnlyContact = isOnlyContact,
            }, @case, now, cancellationToken);
        }
        else
        {
            await workflows.PublishAsync(@case, "volunteer-leaves", cancellationToken);
            await db.ShortenHandoverAsync(@case, isOnlyContact, now, cancellationToken);
        }

        var coordinator = await db.CoordinatorToTellAsync(@case, null, cancellationToken);
        PersonInRole[] told = [new(@case.ProfessionalId, AccountRole.ProbationOfficer), coordinator, new(pairing.Volunteer.AccountId, AccountRole.Volunteer)];
        foreach (var (accountId, role) in told.Where(p => p.AccountId != actor.AccountId || (isOnlyContact && p == coordinator)))
            db.Notices.Add(new Notice { AccountId = accountId, Role = role, Kind = isOnlyContact && role == coordinator.Role ? NoticeKind.OnlyContactLeaves : NoticeKind.VolunteerLeaves, CaseId = @case.Id, At = now });

        // Told to the volunteer alone: what they do not decide about before the pairing ends is withdrawn with it.
        var undecided = await db.RiskSignals.UndecidedOf(@case.Id, pairing.VolunteerId).Select(s => s.Id).ToListAsync(cancellationToken);
        db.Notices.AddRange(undecided.Select(signal => new Notice
        {
            AccountId = pairing.Volunteer.AccountId, Role = AccountRole.Volunteer, Kind = NoticeKind.SignalReminder, CaseId = @case.Id, SubjectId = signal.Value, At = now,
        }));
        return @case.Id;
    }
}
