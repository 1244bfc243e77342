using FluentValidation;
using Regulatief.Cases.ClosingDays;

namespace Regulatief.Cases.HumanTasks;

public static class WorkingDayRule
{
    /// <summary>For a meeting with a professional that is agreed ahead: not in a weekend, not on a public holiday. Null is left to other rules.</summary>
    public static IRuleBuilderOptions<T, DateOnly?> OnWorkingDay<T>(this IRuleBuilder<T, DateOnly?> rule, TaskFormScope scope) =>
        rule.MustAsync(async (day, cancellationToken) => day is null || (await scope.Db.CalendarAsync(cancellationToken)).IsWorkingDay(day.Value)).WithErrorCode("not-a-working-day");
}
