using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Covers;

/// <summary>Says that somebody is away from the first day to the last, and names the colleague who does their work; or nobody, so that it waits for them.</summary>
/// <param name="AbsentId">Null for oneself.</param>
/// <param name="CoveredById">Null for nobody.</param>
/// <exception cref="ValidationException">The absent one is nobody whom the actor names a colleague for, or the days are wrong.</exception>
/// <exception cref="CaseRuleException">
/// <c>cover-self</c>, <c>cover-inactive</c>, <c>cover-other-role</c>, <c>cover-overlap</c>, <c>cover-circle</c>, <c>cover-colleague-absent</c>,
/// <c>cover-covers-another</c>: work that would come to nobody, or to the wrong one.
/// </exception>
public sealed record NameCoverCommand(Guid? AbsentId, Guid? CoveredById, DateOnly? From, DateOnly? Until) : ICommand<Guid>, IMakes<Guid>
{
    /// <summary>Whose work is to be done, of an absent one who has more roles; null where there is one for which the actor names somebody.</summary>
    public AccountRole? Role { get; init; }

    /// <summary>In which the colleague does it, as they were chosen: the same. Null where that was not said.</summary>
    public AccountRole? CoveringRole { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Cover>();

    AuditSubject IMakes<Guid>.Made(Guid result) => AuditSubject.Of<Cover>(result);
}

internal sealed class NameCoverValidator : AbstractValidator<NameCoverCommand>
{
    public NameCoverValidator(TimeProvider time)
    {
        RuleFor(c => c.From).NotNull().GreaterThanOrEqualTo(time.Today()).WithErrorCode("cover-in-the-past");
        RuleFor(c => c.Until).NotNull().LessThanOrEqualTo(time.Today().AddMonths(Cover.MostMonthsAhead));
        RuleFor(c => c.Until).GreaterThanOrEqualTo(c => c.From).WithErrorCode("cover-ends-before").When(c => c.From is not null && c.Until is not null);
    }
}

internal sealed class NameCoverHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<NameCoverCommand, Guid>
{
    public async Task<Guid> Handle(NameCoverCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Manager);
        var absentId = command.AbsentId ?? actor.AccountId;
        await WaitForOthersAsync(new[] { absentId, command.CoveredById }.OfType<Guid>(), cancellationToken);

        // For oneself in the role that one acts in.
        var asked = command.Role ?? (absentId == actor.AccountId ? actor.Role : null);
        var roles = await db.CoverNamedBy(actor).Where(r => r.AccountId == absentId && (asked == null || r.Role == asked)).Select(r => r.Role).ToListAsync(cancellationToken);
        if (roles is not [var role]) throw new ValidationException([new ValidationFailure(nameof(command.AbsentId), "") { ErrorCode = "no-such-choice" }]);
        if (command.CoveredById is { } coveringId) await RefuseAsColleagueAsync(coveringId, absentId, role, command.CoveringRole, cancellationToken);

        var cover = new Cover { AbsentId = absentId, CoveredById = command.CoveredById, Role = role, From = command.From!.Value, Until = command.Until!.Value };
        await RefuseWhatWouldComeToNobodyAsync(cover, cancellationToken);
        db.Covers.Add(cover);
        db.Notices.AddRange(new[] { absentId, cover.CoveredById }.OfType<Guid>().Where(id => id != actor.AccountId).Select(id =>
            new Notice { AccountId = id, Role = role, Kind = NoticeKind.CoverNamed, SubjectId = cover.Id, At = time.GetUtcNow() }));
        return cover.Id;
    }

    private async Task RefuseAsColleagueAsync(Guid coveringId, Guid absentId, AccountRole role, AccountRole? coveringRole, CancellationToken cancellationToken)
    {
        if (absentId == coveringId) throw new CaseRuleException("cover-self");
        var covering = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == coveringId, cancellationToken);
        if (covering is not { IsActive: true }) throw new CaseRuleException("cover-inactive");
        if (!covering.Has(role) || (coveringRole ?? role) != role) throw new CaseRuleException("cover-other-role", role);
    }

    // Cover is passed on by nobody: one who is away while they cover would leave the work of two.
    private async Task RefuseWhatWouldComeToNobodyAsync(Cover cover, CancellationToken cancellationToken)
    {
        var meanwhile = await db.Covers.Within(cover.From, cover.Until)
            .Where(c => c.Role == cover.Role && (c.AbsentId == cover.AbsentId || c.CoveredById == cover.AbsentId || c.AbsentId == cover.CoveredById)).AsNoTracking().ToListAsync(cancellationToken);
        if (meanwhile.Find(c => c.AbsentId == cover.AbsentId) is { } own) throw new CaseRuleException("cover-overlap", own.From, own.Until);
        if (meanwhile.Find(c => c.AbsentId == cover.CoveredById) is { } away)
            throw new CaseRuleException(away.CoveredById == cover.AbsentId ? "cover-circle" : "cover-colleague-absent", away.From, away.Until);
        if (meanwhile.Find(c => c.CoveredById == cover.AbsentId) is { } other) throw new CaseRuleException("cover-covers-another", other.From, other.Until);
    }

    /// <summary>Has two that name cover for the same people at once come one after the other: what they are refused for is read after it.</summary>
    private async Task WaitForOthersAsync(IEnumerable<Guid> people, CancellationToken cancellationToken)
    {
        foreach (var id in people.Distinct().Order())
            await db.Accounts.Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisplayName, a => a.DisplayName), cancellationToken);
    }
}
