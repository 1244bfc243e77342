using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseAccesses;

/// <summary>Lets a colleague look along until a day, puts one on the list of a restricted case, or keeps out one who knows the client.</summary>
/// <param name="Kind">Of these three; emergency access and a manager's look are taken, not given.</param>
/// <param name="AccountId">Null in an exclusion for oneself.</param>
/// <param name="Until">The last day of looking along; not asked for the others.</param>
/// <exception cref="ValidationException">The colleague cannot be chosen, or the day is wrong.</exception>
/// <exception cref="CaseRuleException">
/// <c>access-has-already</c>, <c>access-colleague-kept-out</c>, <c>access-not-restricted</c>, <c>access-only-professional</c>, <c>access-only-coordinator</c>,
/// <c>role-may-not</c>.
/// </exception>
public sealed record GiveCaseAccessCommand(CaseId CaseId, CaseAccessKind Kind, Guid? AccountId, DateOnly? Until, string? Reason) : ICommand<Guid>, IConcernsCase
{
    public const int MostMonthsOfLooking = 3;

    /// <summary>In which role, of a colleague who has more of those that see cases; an exclusion holds in each. Null where the colleague has one.</summary>
    public AccountRole? Role { get; init; }

    public static readonly IReadOnlyList<CaseAccessKind> Kinds = [CaseAccessKind.Share, CaseAccessKind.Listed, CaseAccessKind.Exclusion];

    public CaseKey Case => CaseKey.ToGuard(CaseId);
}

internal sealed class GiveCaseAccessValidator : AbstractValidator<GiveCaseAccessCommand>
{
    public GiveCaseAccessValidator(TimeProvider time)
    {
        RuleFor(c => c.Kind).Must(GiveCaseAccessCommand.Kinds.Contains).WithErrorCode("no-such-choice");
        RuleFor(c => c.AccountId).NotNull().When(c => c.Kind != CaseAccessKind.Exclusion);
        RuleFor(c => c.Until).NotNull().GreaterThanOrEqualTo(time.Today()).LessThanOrEqualTo(time.Today().AddMonths(GiveCaseAccessCommand.MostMonthsOfLooking))
            .When(c => c.Kind == CaseAccessKind.Share);
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class GiveCaseAccessHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<GiveCaseAccessCommand, Guid>
{
    public async Task<Guid> Handle(GiveCaseAccessCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await CaseAsync(command, cancellationToken);
        var (colleague, role) = await ColleagueAsync(command, cancellationToken);
        var theirs = await db.CaseAccesses.Lasting(now).Where(a => a.CaseId == @case.Id && a.AccountId == colleague.Id).ToListAsync(cancellationToken);
        if (theirs.Exists(a => a.Kind == command.Kind && (a.Role is null || a.Role == role))) throw new CaseRuleException("access-has-already", @case.Number);

        var keptOut = (await db.KeptOutAsync(@case, [colleague.Id], role, cancellationToken)).Count > 0;
        switch (command.Kind)
        {
            case CaseAccessKind.Share when keptOut: throw new CaseRuleException("access-colleague-kept-out", @case.Number);
            case CaseAccessKind.Share when await WorksOnAsync(@case, colleague.Id, role, cancellationToken): throw new CaseRuleException("access-has-already", @case.Number);
            case CaseAccessKind.Listed when !@case.IsRestricted: throw new CaseRuleException("access-not-restricted", @case.Number);
            case CaseAccessKind.Exclusion: await ExcludeAsync(@case, colleague, theirs, now, cancellationToken); break;
        }

        var access = new CaseAccess
        {
            CaseId = @case.Id,
            AccountId = colleague.Id,
            Role = command.Kind == CaseAccessKind.Exclusion ? null : role,
            Kind = command.Kind,
            Reason = command.Reason!,
            GivenById = actor.AccountId,
            From = now,
            Until = command.Kind == CaseAccessKind.Share ? LegalTime.EndOf(command.Until!.Value) : null,
        };
        db.CaseAccesses.Add(access);
        // Who is kept out is not even told that there is a case.
        if (command.Kind != CaseAccessKind.Exclusion && colleague.Id != actor.AccountId)
            db.Notices.Add(new Notice { AccountId = colleague.Id, Role = role, Kind = NoticeKind.AccessGiven, CaseId = @case.Id, SubjectId = access.Id, At = now });
        return access.Id;
    }

    /// <summary>Whom it is about, in which of their roles.</summary>
    private async Task<(Account Colleague, AccountRole Role)> ColleagueAsync(GiveCaseAccessCommand command, CancellationToken cancellationToken)
    {
        var colleague = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == (command.AccountId ?? actor.AccountId) && a.IsActive, cancellationToken);
        List<AccountRole> fitting = [.. (colleague?.Roles ?? []).Select(r => r.Role).Where(r => NeedToKnow.Staff.Contains(r) && (command.Role ?? r) == r)];
        return fitting.Count == 1 || (fitting.Count > 1 && command.Kind == CaseAccessKind.Exclusion)
            ? (colleague!, fitting[0])
            : throw new ValidationException([new ValidationFailure(nameof(command.AccountId), "") { ErrorCode = "no-such-choice" }]);
    }

    /// <summary>That one knows the client says everybody who sees the case, of themselves; of others only a privacy officer.</summary>
    private async Task<Case> CaseAsync(GiveCaseAccessCommand command, CancellationToken cancellationToken)
    {
        if (command.Kind != CaseAccessKind.Exclusion)
        {
            if (command.Kind == CaseAccessKind.Share) actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator);
            return await db.CaseToGuardAsync(command.CaseId, actor, cancellationToken);
        }

        if (actor.Role == AccountRole.PrivacyOfficer) return await db.CaseToGuardAsync(command.CaseId, actor, cancellationToken);
        var @case = await db.Cases.VisibleTo(actor).ForChange(command.CaseId).GetAsync(command.CaseId, cancellationToken);
        return command.AccountId is null || command.AccountId == actor.AccountId ? @case : throw new CaseRuleException("role-may-not", actor.Role!);
    }

    private async Task ExcludeAsync(Case @case, Account colleague, IEnumerable<CaseAccess> theirs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var leads = await db.Cases.Where(c => c.ClientId == @case.ClientId && c.ProfessionalId == colleague.Id && c.ClosedAt == null)
            .OrderBy(c => c.Number).Select(c => (int?)c.Number).FirstOrDefaultAsync(cancellationToken);
        if (leads is { } number || @case.ProfessionalId == colleague.Id) throw new CaseRuleException("access-only-professional", leads ?? @case.Number);
        if (await db.IsOnlyCoordinatorAsync(@case, colleague.Id, cancellationToken)) throw new CaseRuleException("access-only-coordinator", @case.Number);
        foreach (var access in theirs) access.End(actor.AccountId, now);
    }

    private Task<bool> WorksOnAsync(Case @case, Guid accountId, AccountRole role, CancellationToken cancellationToken) => role switch
    {
        AccountRole.ProbationOfficer => Task.FromResult(@case.ProfessionalId == accountId),
        AccountRole.Coordinator => db.Projects.AnyAsync(p => p.Id == @case.ProjectId && p.Coordinators.Any(k => k.AccountId == accountId), cancellationToken),
        _ => Task.FromResult(false),
    };
}
