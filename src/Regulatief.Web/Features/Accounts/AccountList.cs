using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Who can log in, and what the form of a new account lets choose from.</summary>
public sealed record AccountListQuery : IClientQuery<AccountListResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

public sealed record AccountListResult(IReadOnlyList<AccountItem> Accounts, IReadOnlyList<SelectListItem> Projects);

public sealed record AccountItem(Guid Id, string UserName, string Name, IReadOnlyList<AccountRole> Roles, bool IsActive);

internal sealed class AccountListMapping : Profile
{
    public AccountListMapping() => CreateMap<Account, AccountItem>()
        .ForCtorParam(nameof(AccountItem.Name), name => name.MapFrom(a => a.DisplayName))
        .ForCtorParam(nameof(AccountItem.Roles), roles => roles.MapFrom(a => a.Roles.OrderBy(r => r.Role).Select(r => r.Role)));
}

internal sealed class AccountListHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, IMapper mapper) : IRequestHandler<AccountListQuery, AccountListResult>
{
    public async Task<AccountListResult> Handle(AccountListQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        var accounts = await db.Accounts.OrderByDescending(a => a.IsActive).ThenBy(a => a.DisplayName)
            .ProjectTo<AccountItem>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(AccountListQuery), null, nameof(Account), accounts.ConvertAll(a => a.Id), cancellationToken);
        return new AccountListResult(
            accounts,
            await db.Projects.OrderBy(p => p.Name).Select(p => new SelectListItem(p.Name, p.Id.ToString())).ToListAsync(cancellationToken));
    }
}
