using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Tests.Features.Shared;

public sealed partial class TextsTests
{
    private static readonly Texts Texts = new(typeof(Texts).Assembly);

    [Fact]
    public void Texts_UnknownKey_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Texts["Shared.NoSuchText"]).Message.ShouldContain("Shared.NoSuchText");

    [Fact]
    public void Texts_EveryKeyThatAViewUses_Exists()
    {
        var unknown = UsedKeys("*.cshtml").Concat(UsedKeys("*.cs"))
            .Where(used => !Texts.Keys.Contains(used.Key) && !Texts.Keys.Contains($"{used.Key}.One"))
            .Select(used => $"{used.File}: {used.Key}");

        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void Control_TheSearchForKeysFindsThem()
    {
        var keys = UsedKeys("*.cshtml").Concat(UsedKeys("*.cs")).Select(used => used.Key).ToList();

        keys.ShouldContain("Layout.SkipToContent"); // @Texts["…"]
        keys.ShouldContain("Scale.NotAtAll"); // low-key="…"
        keys.ShouldContain("Dates.DaysLate"); // texts.Count("…")
    }

    [Fact]
    public void Texts_EveryCount_HasOneAndOther()
    {
        var ones = Texts.Keys.Where(key => key.EndsWith(".One", StringComparison.Ordinal)).Select(key => key[..^4]);
        var others = Texts.Keys.Where(key => key.EndsWith(".Other", StringComparison.Ordinal)).Select(key => key[..^6]);

        // A choice or a category may be called "Other" without being a count.
        ones.Except(others).ShouldBeEmpty();
    }

    [Fact]
    public void Texts_Translation_HasTheSamePlaces()
    {
        var different = Texts.Keys.Where(key => Places(In(Languages.Dutch, key)) != Places(In(Languages.English, key)));

        different.ShouldBeEmpty();

        static string Places(string text) => string.Join(',', Place().Matches(text).Select(place => place.Value).Distinct().Order());
    }

    [Theory]
    [InlineData("nl", 1, "1 dag te laat")]
    [InlineData("nl", 5, "5 dagen te laat")]
    [InlineData("en", 1, "1 day late")]
    public void Count_InALanguage_TakesTheRightForm(string language, int count, string expected)
    {
        using var _ = Language.Of(language);

        Texts.Count("Dates.DaysLate", count).ShouldBe(expected);
    }

    private static string In(CultureInfo language, string key)
    {
        using var _ = Language.Of(language.Name);
        return Texts[key];
    }

    private static IEnumerable<(string File, string Key)> UsedKeys(string pattern) =>
        from file in Directory.EnumerateFiles(FeaturesFolder(), pattern, SearchOption.AllDirectories)
        from use in Use().Matches(File.ReadAllText(file))
        select (Path.GetFileName(file), use.Groups["key"].Value);

    private static string FeaturesFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../src/Regulatief.Web/Features"));

    [GeneratedRegex("""(?:[Tt]exts\[|[Tt]exts\.Count\(|\b[\w-]*key=|\bNavigationItem\(|\bKey \{ get; set; \} = )"(?<key>[A-Z]\w*\.[\w.]+)"[\],) /;\s]""")]
    private static partial Regex Use();

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Place();
}
