using System.Globalization;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Tests.Features.Shared;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Tests.ShippedWorkflows;

/// <summary>Who reads English reads the shipped cycles in English: their steps, the tasks that they open, their lines and their settings.</summary>
public sealed class ShippedTitlesTests
{
    private static readonly ActivityCatalog Catalog = new(DomainActivities.All);
    private static readonly Texts Texts = new(typeof(Texts).Assembly);

    public static TheoryData<string> Shipped => [.. Repository.Files("workflows", "*.json")];

    [Theory, MemberData(nameof(Shipped))]
    public void Titles_OfEveryStepAndTask_AreKnownInBothLanguages(string file)
    {
        var definition = Read(file);
        var titles = Steps(definition).SelectMany(TitlesOf).Append(definition.Name).Distinct().ToList();

        titles.Count.ShouldBeGreaterThan(2);
        titles.Where(title => !Texts.Keys.Contains($"Title.{title}")).ShouldBeEmpty();
        foreach (var title in titles) In(Languages.Dutch, title).ShouldBe(title);
    }

    [Theory, MemberData(nameof(Shipped))]
    public void Words_OfTypesAndSettings_AreKnownInBothLanguages(string file)
    {
        var definition = Read(file);
        var used = Steps(definition).Select(step => $"Activity.{step.Type}")
            .Concat(Steps(definition).SelectMany(step => step.Inputs.Keys).Select(input => $"Activity.Input.{input}"));

        used.Distinct().Where(key => !Texts.Keys.Contains(key)).ShouldBeEmpty();
    }

    [Fact]
    public void Title_OfADesignersOwn_StaysAsItIsDrawn() => In(Languages.English, "Koffie drinken").ShouldBe("Koffie drinken");

    [Fact]
    public void Title_OfAShippedStep_IsEnglishInEnglish() => In(Languages.English, "Uitslag bespreken met de cliënt").ShouldBe("Discuss the result with the client");

    private static WorkflowDefinition Read(string file) => DefinitionReader.Read(Repository.Read(file), Catalog).Definition!;

    private static IEnumerable<ActivityNode> Steps(WorkflowDefinition definition) => definition.Root.SelfAndDescendants();

    private static IEnumerable<string> TitlesOf(ActivityNode step)
    {
        if (step.DisplayText is { } shown) yield return shown;
        if (step.Inputs.GetValueOrDefault("title") is { ExpressionType: "Literal", Value: { } title }) yield return title.ToString();
    }

    private static string In(CultureInfo language, string title)
    {
        using var _ = Language.Of(language.Name);
        return Texts.TitleOf(title);
    }
}
