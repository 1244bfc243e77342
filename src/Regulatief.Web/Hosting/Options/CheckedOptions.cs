using Microsoft.Extensions.Options;

namespace Regulatief.Web.Hosting.Options;

internal static class CheckedOptions
{
    /// <summary>The settings of a section, or their defaults where it is missing.</summary>
    /// <param name="problemOf">What is wrong with them; null when they can be used.</param>
    /// <exception cref="OptionsValidationException">They cannot be used.</exception>
    public static T Checked<T>(this IConfiguration configuration, string section, Func<T, string?> problemOf)
        where T : class, new()
    {
        var options = configuration.GetSection(section).Get<T>() ?? new T();
        return problemOf(options) is { } problem ? throw new OptionsValidationException(section, typeof(T), [problem]) : options;
    }
}
