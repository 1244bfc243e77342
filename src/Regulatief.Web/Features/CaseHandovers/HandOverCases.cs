using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Handovers;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseHandovers;

/// <summary>Puts cases of one professional to a colleague, who leads them from a day on if they say yes. One that cannot be handed over keeps no other back.</summary>
/// <param name="OfficerId">Whose cases they are; null for the own ones.</param>
/// <exception cref="ValidationException">The successor or the day cannot be, or no case is named: nothing is handed over.</exception>
public sealed record HandOverCasesCommand(Guid? OfficerId, Guid? SuccessorId, DateOnly? StartsOn, IReadOnlyList<CaseToHandOver>? Cases) : ICommand<HandOverCasesResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<CaseHandover>();
}

/// <param name="Text">What the successor has to know.</param>
public sealed record CaseToHandOver(CaseId CaseId, string? Text);

public sealed record HandOverCasesResult(IReadOnlyList<AskedHandover> Asked, IReadOnlyList<RefusedHandover> Refused);

public sealed record AskedHandover(CaseId CaseId, int Number, Guid HandoverId);

/// <param name="Number">Null of a case that is not theirs to hand over.</param>
/// <param name="Code">A key of the error texts.</param>
public sealed record RefusedHandover(CaseId CaseId, int? Number, string Code);

internal sealed class HandOverCasesValidator : AbstractValidator<HandOverCasesCommand>
{
    public HandOverCasesValidator(TimeProvider time)
    {
        RuleFor(c => c.SuccessorId).NotNull();
        RuleFor(c => c.StartsOn).NotNull().GreaterThanOrEqualTo(time.Today()).WithErrorCode("handover-in-the-past");
        RuleFor(c => c.StartsOn).LessThanOrEqualTo(time.Today().AddMonths(CaseHandover.MostMonthsAhead));
        RuleFor(c => c.Cases).NotEmpty().WithErrorCode("handover-no-case");
        RuleFor(c => c.Cases).Must(cases => cases!.Count <= CaseHandover.MostCases).When(c => c.Cases is not null).WithErrorCode("handover-too-many");
    }
}

internal sealed class HandOverCasesHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<HandOverCasesCommand, HandOverCasesResult>
{
    public async Task<HandOverCasesResult> Handle(HandOverCasesCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless([.. NeedToKnow.Staff]);
        var (officerId, now) = (command.OfficerId ?? actor.AccountId, time.GetUtcNow());
        var wanted = command.Cases!.DistinctBy(c => c.CaseId).ToList();
        var ids = wanted.ConvertAll(c => c.CaseId);
        await db.RaiseVersionsAsync(ids, cancellationToken);

        var successor = await SuccessorAsync(command.SuccessorId!.Value, officerId, now, cancellationToken);
        var cases = await db.Cases.HandedOverBy(actor).Where(c => c.ProfessionalId == officerId && ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var pending = await db.PutToAsync(ids, cancellationToken);
        List<AskedHandover> asked = [];
        List<RefusedHandover> refused = [];
        foreach (var (caseId, text) in wanted)
        {
            var @case = cases.GetValueOrDefault(caseId);
            if (RefusalOf(@case, successor, pending) is { } refusal)
            {
                trail.About(AuditSubject.Of(CaseKey.Of(caseId)), refusal);
                refused.Add(new RefusedHandover(caseId, @case?.Number, refusal));
                continue;
            }

            var handover = new CaseHandover
            {
                CaseId = caseId,
                FromId = officerId,
                ToId = successor.AccountId,
                AskedById = actor.AccountId,
                AskedByRole = actor.Role!.Value,
                AskedAt = now,
                StartsOn = command.StartsOn!.Value,
                Text = string.IsNullOrWhiteSpace(text) ? null : text,
            };
            db.AskHandover(handover);
            trail.About(AuditSubject.Of<CaseHandover>(caseId, handover.Id));
            asked.Add(new AskedHandover(caseId, @case!.Number, handover.Id));
        }

        return new HandOverCasesResult(asked, refused);
    }

    private async Task<Actor> SuccessorAsync(Guid id, Guid officerId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (id == officerId) throw Refused("handover-to-oneself");
        if (!await db.Accounts.Active(AccountRole.ProbationOfficer).AnyAsync(a => a.Id == id, cancellationToken)) throw Refused("no-such-choice");
        return await db.ActorOfAsync(id, AccountRole.ProbationOfficer, now, cancellationToken);
    }

    /// <summary>One that is closed, of another project or of another professional is not among those that they can hand over, and is answered alike.</summary>
    private static string? RefusalOf(Case? @case, Actor successor, Dictionary<CaseId, Guid> pending) => @case switch
    {
        null => "handover-not-yours",
        { Id: var id } when successor.Rights.Excluded.Contains(id) => "handover-excluded",
        { Id: var id } when pending.ContainsKey(id) => "handover-already-asked",
        _ => null,
    };

    private static ValidationException Refused(string code) => new([new ValidationFailure(nameof(HandOverCasesCommand.SuccessorId), "") { ErrorCode = code }]);
}
