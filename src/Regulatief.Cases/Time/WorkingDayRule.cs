using FluentValidation;

namespace Regulatief.Cases.Time;

public static class WorkingDayRule
{
    /// <summary>For a meeting with a professional that is agreed ahead: not in a weekend, not on a public holiday. Null is left to other rules.</summary>
    public static IRuleBuilderOptions<T, DateOnly?> OnWorkingDay<T>(this IRuleBuilder<T, DateOnly?> rule) =>
        rule.Must(day => day is null || WorkingDays.IsWorkingDay(day.Value)).WithErrorCode("not-a-working-day");
}
