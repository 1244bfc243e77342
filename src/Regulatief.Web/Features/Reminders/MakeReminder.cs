using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Reminders;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Reminders;

/// <summary>Has oneself reminded of a case on a day, and again as often as one asks.</summary>
/// <param name="On">The first day, after today.</param>
/// <param name="Repeat">Until <paramref name="LastOn"/>; null or never for once.</param>
/// <param name="Rule">Instead of the two: as iCalendar writes it (RRULE), with its COUNT or UNTIL.</param>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>reminder-many</c>: there are as many as can be.</exception>
public sealed record MakeReminderCommand(CaseId CaseId, string? Words, DateOnly? On, ReminderRepeat? Repeat = null, DateOnly? LastOn = null, string? Rule = null) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);

    public bool IsRepeated => Repeat is not (null or ReminderRepeat.Never);
}

internal sealed class MakeReminderValidator : AbstractValidator<MakeReminderCommand>
{
    public MakeReminderValidator(TimeProvider time)
    {
        var today = time.Today();
        RuleFor(c => c.Words).NotEmpty().MaximumLength(OwnReminder.MaxWords);
        RuleFor(c => c.On).NotNull().GreaterThan(today).LessThanOrEqualTo(today.AddYears(OwnReminder.MostYears));
        RuleFor(c => c.Repeat).IsInEnum();
        RuleFor(c => c.Rule).MaximumLength(OwnReminder.MaxRule);
        RuleFor(c => c.Rule).Empty().WithErrorCode("reminder-repeated-twice").When(c => c.IsRepeated);
        When(c => c.IsRepeated, () =>
        {
            RuleFor(c => c.LastOn).NotNull().WithErrorCode("reminder-without-end");
            RuleFor(c => c.LastOn).GreaterThanOrEqualTo(c => c.On);
        });
    }
}

internal sealed class MakeReminderHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<MakeReminderCommand, Guid>
{
    public async Task<Guid> Handle(MakeReminderCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer);
        if (await db.OwnReminders.VisibleTo(actor).CountAsync(r => r.CaseId == @case.Id, cancellationToken) >= OwnReminder.MostAtOnce) throw new CaseRuleException("reminder-many", OwnReminder.MostAtOnce);

        var rule = command.IsRepeated ? RepeatRule.Of(command.Repeat!.Value, command.LastOn!.Value) : string.IsNullOrWhiteSpace(command.Rule) ? null : command.Rule;
        var reminder = new OwnReminder
        {
            CaseId = @case.Id, AccountId = actor.AccountId, Role = actor.Role!.Value, Words = command.Words!, Rule = rule, Days = DaysOf(rule, command), MadeAt = time.GetUtcNow(),
        };
        db.OwnReminders.Add(reminder);
        db.PromiseReminder(reminder, time.Today());
        return reminder.Id;
    }

    private static List<DateOnly> DaysOf(string? rule, MakeReminderCommand command)
    {
        if (rule is null) return [command.On!.Value];
        var days = RepeatRule.DaysOf(rule, command.On!.Value, out var refusal);
        return refusal is null ? days : throw new ValidationException([new ValidationFailure(command.IsRepeated ? nameof(command.LastOn) : nameof(command.Rule), "") { ErrorCode = refusal }]);
    }
}
