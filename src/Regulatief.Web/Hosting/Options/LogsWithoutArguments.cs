namespace Regulatief.Web.Hosting.Options;

/// <summary>MVC writes the arguments of actions, and so what people typed, at Trace: no setting opens that level for it. All else stays as it is set.</summary>
internal static class LogsWithoutArguments
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    public static void Keep(LoggerFilterOptions options)
    {
        var rules = options.Rules.Prepend(new LoggerFilterRule(null, null, options.MinLevel, null)).Select(Without).ToList();
        options.Rules.Clear();
        foreach (var rule in rules) options.Rules.Add(rule);
    }

    private static LoggerFilterRule Without(LoggerFilterRule rule) => new(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
        !(level == LogLevel.Trace && category?.StartsWith(Mvc, StringComparison.Ordinal) == true) && rule.Filter?.Invoke(provider, category, level) != false);
}
