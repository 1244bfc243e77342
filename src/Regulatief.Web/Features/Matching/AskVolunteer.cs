using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>A coordinator asks a volunteer to stand beside the client of a case. The volunteer is told what the client agreed to, and no more.</summary>
/// <param name="TaskId">Their step of finding a volunteer.</param>
/// <param name="Motivation">Why the two suit; kept with the pairing.</param>
/// <exception cref="NotFoundException">No such step, or not theirs.</exception>
/// <exception cref="CaseRuleException">
/// <c>match-profile-missing</c>: the client did not agree to anything that a volunteer may know; <c>match-proposal-open</c>: somebody is asked already; <c>match-volunteer-asked</c>:
/// they are asked for another case; <c>match-said-no</c>: they, or the client of them, said no for this one; <c>match-case-paused</c>, <c>case-closed</c>.
/// </exception>
/// <exception cref="ConcurrencyConflictException">The step was done.</exception>
public sealed record AskVolunteerCommand(HumanTaskId TaskId, Guid? VolunteerId, string? Motivation) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(TaskId);
}

internal sealed class AskVolunteerValidator : AbstractValidator<AskVolunteerCommand>
{
    public AskVolunteerValidator()
    {
        RuleFor(c => c.VolunteerId).NotNull();
        RuleFor(c => c.Motivation).NotEmpty().MaximumLength(MatchProposal.MaxWords);
    }
}

internal sealed class AskVolunteerHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time) : IRequestHandler<AskVolunteerCommand, Guid>
{
    public async Task<Guid> Handle(AskVolunteerCommand command, CancellationToken cancellationToken)
    {
        var task = await workflows.TaskToCompleteAsync(command.TaskId, actor, cancellationToken);
        if (task.Kind != HumanTaskKind.MatchVolunteer) throw new NotFoundException(nameof(HumanTask), task.Id.Value);
        task.RefuseIfDone();
        task.Case.RefuseIfClosed();
        if (task.Case.IsPaused) throw new CaseRuleException("match-case-paused");
        if (!await db.MatchProfiles.AnyAsync(p => p.CaseId == task.CaseId, cancellationToken)) throw new CaseRuleException("match-profile-missing");
        if (await db.MatchProposals.Open().AnyAsync(p => p.CaseId == task.CaseId, cancellationToken)) throw new CaseRuleException("match-proposal-open");

        var volunteer = VolunteerId.From(command.VolunteerId!.Value);
        await db.LockVolunteerAsync(volunteer, cancellationToken);
        await RefuseUnlessCanBeAskedAsync(volunteer, task.Case, cancellationToken);

        var proposal = MatchProposal.Of(task, volunteer, command.Motivation!, await db.CalendarAsync(cancellationToken), actor.AccountId, time.GetUtcNow());
        db.MatchProposals.Add(proposal);
        await db.TellVolunteerAsync(proposal, NoticeKind.MatchAsked, proposal.AskedAt, cancellationToken);
        return proposal.Id;
    }

    private async Task RefuseUnlessCanBeAskedAsync(VolunteerId volunteer, Case @case, CancellationToken cancellationToken)
    {
        if (await db.Volunteers.OfProject(@case.ProjectId).Where(v => v.Id == volunteer).WithLoad(db).SingleOrDefaultAsync(cancellationToken) is not { } load) throw Refused("volunteer-not-of-project");
        if (load.ObstaclesOn(time.Today()).Cast<VolunteerObstacle?>().FirstOrDefault() is { } obstacle) throw Refused(VolunteerCandidates.CodeOf(obstacle));
        if (await db.MatchProposals.SaidNo().AnyAsync(p => p.CaseId == @case.Id && p.VolunteerId == volunteer, cancellationToken)) throw new CaseRuleException("match-said-no");
        if (await db.MatchProposals.Open().AnyAsync(p => p.VolunteerId == volunteer, cancellationToken)) throw new CaseRuleException("match-volunteer-asked");
        if (!await db.Accounts.Active(AccountRole.Volunteer).AnyAsync(a => a.Id == load.Volunteer.AccountId, cancellationToken)) throw Refused("volunteer-without-account");
    }

    private static ValidationException Refused(string code) => new([new ValidationFailure(nameof(AskVolunteerCommand.VolunteerId), "") { ErrorCode = code }]);
}
