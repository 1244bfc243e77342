using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Regulatief.Web.Features.Shared.Language;

/// <summary>All words on the pages, in the language of the request.</summary>
/// <remarks>
/// Every <c>Features/&lt;Capability&gt;/&lt;Capability&gt;Texts.nl.resx</c> and its <c>.en.resx</c> are read at start and
/// merged, so that a capability adds texts without touching another's file. Keys start with the capability.
/// </remarks>
public sealed class Texts
{
    private const string ShippedPrefix = "Shipped.";

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _byLanguage;

    /// <summary>The keys of what is shipped, by what is written there in any language.</summary>
    private readonly FrozenDictionary<string, string> _shipped;

    /// <exception cref="InvalidOperationException">A key stands twice in one language, or in one language only.</exception>
    public Texts(Assembly assembly)
    {
        _byLanguage = Languages.All.ToFrozenDictionary(language => language.Name, language => ReadAll(assembly, language));

        var missing = _byLanguage
            .SelectMany(language => _byLanguage.Values.SelectMany(texts => texts.Keys)
                .Except(language.Value.Keys)
                .Select(key => $"{key} ({language.Key})"))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (missing.Count > 0)
            throw new InvalidOperationException($"Texts without a translation: {string.Join(", ", missing)}.");

        _shipped = _byLanguage.Values.SelectMany(texts => texts).Where(text => text.Key.StartsWith(ShippedPrefix, StringComparison.Ordinal))
            .GroupBy(text => text.Value, text => text.Key).ToFrozenDictionary(same => same.Key, same => same.Order(StringComparer.Ordinal).First(), StringComparer.Ordinal);
    }

    public IEnumerable<string> Keys => _byLanguage[Languages.Dutch.Name].Keys;

    /// <exception cref="InvalidOperationException">No such key. Our bug: a test looks up every key that the views use.</exception>
    public string this[string key] => Find(key) ?? throw new InvalidOperationException($"No text '{key}' in {Language}.");

    /// <summary>The text with <c>{0}</c>, <c>{1}</c> … filled in, as the language of the request writes numbers.</summary>
    public string this[string key, params object?[] values] => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>"1 taak", "3 taken": the text <c>key.One</c> or <c>key.Other</c>, in which <c>{0}</c> is the count; of none <c>key.None</c>, where there is one.</summary>
    public string Count(string key, int count) => count == 0 && Find($"{key}.None") is { } none ? none : this[$"{key}.{(count == 1 ? "One" : "Other")}", count];

    /// <summary>A title, a question or a choice of a cycle in the language of the request, where it is as we ship it. What a designer wrote otherwise stays as written.</summary>
    public string Shipped(string written) => _shipped.TryGetValue(written, out var key) ? this[key] : written;

    /// <summary>The text <c>Enum.&lt;type&gt;.&lt;value&gt;</c>.</summary>
    public string Of(Enum value) => this[KeyOf(value)];

    public static string KeyOf(Enum value) => $"Enum.{value.GetType().Name}.{value}";

    /// <summary>What a text is in a language that is not the one of a request.</summary>
    /// <exception cref="InvalidOperationException">No such key.</exception>
    public string In(CultureInfo language, string key, params object?[] values) => string.Format(
        language, _byLanguage[language.Name].GetValueOrDefault(key) ?? throw new InvalidOperationException($"No text '{key}' in {language.Name}."), values);

    public string? Find(string key) => _byLanguage[Language].GetValueOrDefault(key);

    private static string Language => Languages.Current.Name;

    private static FrozenDictionary<string, string> ReadAll(Assembly assembly, CultureInfo language)
    {
        var satellite = assembly.GetSatelliteAssembly(language);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in satellite.GetManifestResourceNames().Where(name => name.EndsWith(".resources", StringComparison.Ordinal)))
        {
            using var reader = new ResourceReader(satellite.GetManifestResourceStream(name)!);
            foreach (System.Collections.DictionaryEntry entry in reader)
            {
                if (!texts.TryAdd((string)entry.Key, (string)entry.Value!))
                    throw new InvalidOperationException($"Text '{entry.Key}' stands twice in {language.Name}; the second time in {name}.");
            }
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
