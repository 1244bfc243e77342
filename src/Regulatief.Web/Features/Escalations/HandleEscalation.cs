using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <summary>Says what was done about something late. Others who were told of the same need do nothing more, and it is not raised again.</summary>
/// <exception cref="NotFoundException">No such escalation, or told to somebody else.</exception>
/// <exception cref="ConcurrencyConflictException">It ended already.</exception>
public sealed record HandleEscalationCommand(Guid EscalationId, string? Note) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfEscalation(EscalationId);
}

internal sealed class HandleEscalationValidator : AbstractValidator<HandleEscalationCommand>
{
    public HandleEscalationValidator() => RuleFor(c => c.Note).NotEmpty().MaximumLength(2000);
}

internal sealed class HandleEscalationHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<HandleEscalationCommand, Guid>
{
    public async Task<Guid> Handle(HandleEscalationCommand command, CancellationToken cancellationToken)
    {
        var told = await db.Escalations.VisibleTo(actor).SingleOrDefaultAsync(e => e.Id == command.EscalationId, cancellationToken)
            ?? throw new NotFoundException(nameof(Escalation), command.EscalationId);
        told.Handle(command.Note!, actor.AccountId, time.GetUtcNow());
        foreach (var other in await db.Escalations.Open().Where(e => e.SubjectId == told.SubjectId && e.Id != told.Id).ToListAsync(cancellationToken))
            other.Handle(command.Note!, actor.AccountId, time.GetUtcNow());
        return told.Id;
    }
}
