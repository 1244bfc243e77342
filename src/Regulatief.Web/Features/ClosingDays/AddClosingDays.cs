using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClosingDays;

/// <summary>Says that the organisation is closed, on a day or from the first to the last. It holds for terms that are set from now on.</summary>
/// <param name="From">After today: by a day that began was counted already.</param>
/// <param name="Until">Null for one day.</param>
/// <param name="Name">What people here call it.</param>
/// <exception cref="ValidationException">Something is missing, is closed already, holds no working day, or would close the organisation for too long: each with its field.</exception>
public sealed record AddClosingDaysCommand(DateOnly? From, DateOnly? Until, string? Name) : ICommand<Guid>, IMakes<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<ClosingPeriod>();

    AuditSubject IMakes<Guid>.Made(Guid result) => AuditSubject.Of<ClosingPeriod>(result);
}

internal sealed class AddClosingDaysValidator : AbstractValidator<AddClosingDaysCommand>
{
    public AddClosingDaysValidator(TimeProvider time)
    {
        var last = time.Today().AddYears(ClosingPeriod.MostYearsAhead);
        RuleFor(c => c.From).NotNull().LessThanOrEqualTo(last);
        RuleFor(c => c.From).GreaterThan(time.Today()).WithErrorCode("closing-not-ahead");
        RuleFor(c => c.Until).LessThanOrEqualTo(last);
        RuleFor(c => c.Until).GreaterThanOrEqualTo(c => c.From).WithErrorCode("closing-ends-before").When(c => c.From is not null);
        RuleFor(c => c.Name).NotEmpty().MaximumLength(ClosingPeriod.MaxName);
    }
}

internal sealed class AddClosingDaysHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AddClosingDaysCommand, Guid>
{
    public async Task<Guid> Handle(AddClosingDaysCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Manager, AccountRole.Administrator);
        var from = command.From!.Value;
        var closed = new ClosingPeriod { From = from, Until = command.Until ?? from, Name = command.Name!, SetById = actor.AccountId, SetAt = time.GetUtcNow() };
        if (await db.ClosingPeriods.AsNoTracking().FirstOrDefaultAsync(p => p.From <= closed.Until && p.Until >= closed.From, cancellationToken) is { } other)
            throw Refused(nameof(command.From), "closing-twice", ("Name", other.Name), ("First", other.From), ("Last", other.Until));
        if (closed.WorkingDays == 0) throw Refused(nameof(command.From), "closing-no-working-day");
        if (closed.AtAStretch(await db.CalendarAsync(cancellationToken)) is var days && days > ClosingPeriod.MostAtAStretch)
            throw Refused(command.Until is null ? nameof(command.From) : nameof(command.Until), "closing-too-long", ("Days", days), ("Most", ClosingPeriod.MostAtAStretch));

        db.ClosingPeriods.Add(closed);
        return closed.Id;
    }

    private static ValidationException Refused(string field, string code, params (string Name, object Value)[] found) =>
        new([new ValidationFailure(field, "") { ErrorCode = code, FormattedMessagePlaceholderValues = found.ToDictionary(f => f.Name, f => f.Value) }]);
}
