using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>The own personal tokens that open something, in whichever role, and the roles that a new one can be for.</summary>
public sealed record ApiTokenListQuery : IPlainQuery<ApiTokenList>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<ApiToken>();
}

public sealed record ApiTokenList(IReadOnlyList<ApiTokenItem> Tokens, IReadOnlyList<AccountRole> Roles);

/// <param name="LastUsedAt">Null when it was never used.</param>
public sealed record ApiTokenItem(Guid Id, string Name, AccountRole Role, ApiTokenScope Scope, DateOnly Until, DateTimeOffset? LastUsedAt);

internal sealed class ApiTokenMapping : Profile
{
    public ApiTokenMapping() => CreateMap<ApiToken, ApiTokenItem>();
}

internal sealed class ApiTokenListHandler(RegulatiefDbContext db, Actor actor, IMapper mapper, TimeProvider time) : IRequestHandler<ApiTokenListQuery, ApiTokenList>
{
    public async Task<ApiTokenList> Handle(ApiTokenListQuery query, CancellationToken cancellationToken) => new(
        await db.ApiTokens.Opening(time.Today()).Where(t => t.AccountId == actor.AccountId).OrderBy(t => t.MadeAt)
            .ProjectTo<ApiTokenItem>(mapper.ConfigurationProvider).ToListAsync(cancellationToken),
        await db.RolesOfAsync(actor.AccountId, cancellationToken));
}
