using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

/// <summary>Keeps what somebody looks for, so that the result has an address without a name in it.</summary>
public sealed record StoreCaseSearchCommand(string? Words) : ICommand<Guid>, IMakes<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<CaseSearch>();

    AuditSubject IMakes<Guid>.Made(Guid result) => AuditSubject.Of<CaseSearch>(result);
}

internal sealed class StoreCaseSearchValidator : AbstractValidator<StoreCaseSearchCommand>
{
    public StoreCaseSearchValidator() => RuleFor(c => c.Words).NotEmpty().MaximumLength(200);
}

internal sealed class StoreCaseSearchHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<StoreCaseSearchCommand, Guid>
{
    public async Task<Guid> Handle(StoreCaseSearchCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var gone = now - CaseSearch.RetainFor;
        db.CaseSearches.RemoveRange(await db.CaseSearches.Where(s => s.AccountId == actor.AccountId && s.At < gone).ToListAsync(cancellationToken));

        var search = new CaseSearch { AccountId = actor.AccountId, Words = command.Words!, At = now };
        db.CaseSearches.Add(search);
        return search.Id;
    }
}
