using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>What one typed before one had to log in again, or to show who one is.</summary>
/// <exception cref="NotFoundException">It is somebody else's, or is gone after a day.</exception>
public sealed record HeldFormQuery(Guid Id) : IPlainQuery<HeldFormPage>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<HeldForm>(Id);
}

public sealed record HeldFormPage(string Path, IReadOnlyList<HeldField> Fields)
{
    /// <summary>Whether it stopped because it was asked who is there, and not because the log-in had ended.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>What a person knows again: sentences, not the choices and numbers that only the page has words for.</summary>
    public IEnumerable<HeldField> Typed => Fields.Where(f => f.Value.Trim().Contains(' ', StringComparison.Ordinal));
}

internal sealed class HeldFormHandler(RegulatiefDbContext db, Actor actor, HeldForms forms) : IRequestHandler<HeldFormQuery, HeldFormPage>
{
    public async Task<HeldFormPage> Handle(HeldFormQuery query, CancellationToken cancellationToken)
    {
        var held = await db.HeldForms.AsNoTracking().SingleOrDefaultAsync(f => f.Id == query.Id && f.AccountId == actor.AccountId, cancellationToken)
            ?? throw new NotFoundException(nameof(HeldForm), query.Id);
        return new HeldFormPage(held.Path, forms.FieldsOf(held));
    }
}
