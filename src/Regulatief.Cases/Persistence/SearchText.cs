using System.Globalization;
using System.Text;

namespace Regulatief.Cases.Persistence;

/// <summary>Words as a search compares them: without capitals and accents, so that "omer" finds "Ömer".</summary>
public static class SearchText
{
    public static string Fold(string text) => string.Concat(text.Normalize(NormalizationForm.FormD)
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
        .Select(char.ToLowerInvariant));

    public static IReadOnlyList<string> Words(string text) => Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
