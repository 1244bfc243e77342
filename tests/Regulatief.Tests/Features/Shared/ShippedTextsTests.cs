using System.Text.Json.Nodes;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Tests.Features.Shared;

/// <summary>What people read of a shipped cycle is there in both languages.</summary>
public sealed class ShippedTextsTests
{
    private static readonly Texts Texts = new(typeof(Texts).Assembly);

    [Fact]
    public void Shipped_EveryTitleQuestionAndChoice_HasAnEnglishText()
    {
        using var _ = Language.Of("en");

        Written().Where(text => Texts.Shipped(text) == text && !SameInBoth.Contains(text)).ShouldBeEmpty();
    }

    [Fact]
    public void Shipped_InDutch_StaysAsWritten()
    {
        using var _ = Language.Of("nl");

        Written().Where(text => Texts.Shipped(text) != text).ShouldBeEmpty();
    }

    [Fact]
    public void Shipped_WrittenByADesigner_StaysAsWritten()
    {
        using var _ = Language.Of("en");

        Texts.Shipped("Bloemen brengen").ShouldBe("Bloemen brengen");
    }

    [Fact]
    public void Control_TheSearchFindsTitlesQuestionsAndChoices()
    {
        var written = Written().ToList();

        written.ShouldContain("Taken verdelen in het eerste driegesprek");
        written.ShouldContain("Wat is er afgesproken?");
        written.ShouldContain("Opnieuw zoeken");
        written.ShouldContain("Overdracht aan nieuwe vrijwilliger");
    }

    private static readonly string[] SameInBoth = ["Intake"];

    /// <summary>In the shipped definitions, and of our steps where a definition gives no title.</summary>
    private static IEnumerable<string> Written() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "workflows"), "*.json", SearchOption.AllDirectories)
            .SelectMany(file => StepsIn(JsonNode.Parse(File.ReadAllText(file))!["root"]!)).SelectMany(WordsOf)
            .Concat(DomainActivities.All.Where(activity => activity.Descriptor.Outcomes.Count > 0).Select(activity => activity.Descriptor.DisplayName))
            .Distinct();

    private static IEnumerable<JsonNode> StepsIn(JsonNode activity) =>
        (activity["activities"] as JsonArray ?? []).SelectMany(StepsIn!).Prepend(activity).Where(a => ((string?)a["type"])?.StartsWith("Regulatief.", StringComparison.Ordinal) == true);

    private static IEnumerable<string> WordsOf(JsonNode step)
    {
        string?[] titles = [(string?)step["metadata"]?["displayText"], Value(step, "title"), Value(step, "handleTitle")];
        return titles.OfType<string>()
            .Concat(CaseTaskField.Read(Value(step, "fields")).Select(field => field.Label))
            .Concat((JsonNode.Parse(Value(step, "outcomes") ?? "[]") as JsonArray ?? []).Select(outcome => outcome!.ToString()));
    }

    private static string? Value(JsonNode step, string input) => step[input]?["expression"]?["value"]?.ToString();
}
