using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Retention;

internal static class RetentionWords
{
    private const int MonthsInYear = 12;

    /// <summary>In years where it is whole ones.</summary>
    public static string Months(this Texts texts, int months) => months % MonthsInYear == 0
        ? texts.Count("Retention.Years", months / MonthsInYear)
        : texts.Count("Retention.Months", months);
}
