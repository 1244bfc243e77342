using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>Proposes to erase what is named. Nothing goes before a second person approves it, nor before its term has ended.</summary>
/// <exception cref="CaseRuleException">
/// About the first that may not go: <c>erasure-proposed-already</c>, and those of <see cref="CaseErasure.RefuseUnlessMayGoAsync"/>. Nothing is proposed then.
/// </exception>
public sealed record ProposeErasureCommand(IReadOnlyList<ErasureChoice> Items) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Erasure>();
}

public sealed record ErasureChoice(CaseId CaseId, RetentionKind Kind);

internal sealed class ProposeErasureValidator : AbstractValidator<ProposeErasureCommand>
{
    public ProposeErasureValidator()
    {
        RuleFor(c => c.Items).NotEmpty().Must(items => items.Count <= Erasure.MostItems).WithErrorCode("too-many-items")
            .Must(items => items.Distinct().Count() == items.Count).WithErrorCode("no-such-choice");
        RuleForEach(c => c.Items).Must(item => RetentionSchedule.OfCases.Contains(item.Kind)).WithErrorCode("no-such-choice");
    }
}

internal sealed class ProposeErasureHandler(RegulatiefDbContext db, Actor actor, CaseErasure erasures, AuditTrail trail, TimeProvider time) : IRequestHandler<ProposeErasureCommand, Guid>
{
    public async Task<Guid> Handle(ProposeErasureCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var now = time.GetUtcNow();
        var erasure = new Erasure { ProposedById = actor.AccountId, ProposedAt = now };
        // In one order, so that two proposals do not wait for each other crosswise.
        foreach (var item in command.Items.OrderBy(i => i.CaseId.Value).ThenBy(i => i.Kind))
        {
            trail.About(AuditSubject.Of(CaseKey.ToGuard(item.CaseId)), item.Kind.ToString());
            await db.RaiseVersionAsync(CaseKey.Of(item.CaseId), cancellationToken);
            var @case = await db.CaseToGuardAsync(item.CaseId, actor, cancellationToken);
            if (await db.ErasureItems.Open().AnyAsync(i => i.CaseId == item.CaseId && (i.Kind == item.Kind || i.Kind == RetentionKind.CaseFile), cancellationToken))
                throw new CaseRuleException("erasure-proposed-already", @case.Number);
            erasure.Items.Add(new ErasureItem
            {
                ErasureId = erasure.Id,
                CaseId = @case.Id,
                CaseNumber = @case.Number,
                Kind = item.Kind,
                NotBefore = await erasures.RefuseUnlessMayGoAsync(@case, item.Kind, cancellationToken),
            });
        }

        trail.About(AuditSubject.Of<Erasure>(erasure.Id));
        db.Erasures.Add(erasure);
        var approvers = await db.ApproversBeside(actor.AccountId).Select(r => new { r.AccountId, r.Role }).ToListAsync(cancellationToken);
        db.Notices.AddRange(approvers.Select(a => new Notice { AccountId = a.AccountId, Role = a.Role, Kind = NoticeKind.ErasureProposed, SubjectId = erasure.Id, At = now }));
        return erasure.Id;
    }
}
