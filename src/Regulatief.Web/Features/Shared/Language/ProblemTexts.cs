using Regulatief.Engine.Definitions;

namespace Regulatief.Web.Features.Shared.Language;

/// <summary>What is wrong with a definition, in the language of the request; its own message is in English.</summary>
public static class ProblemTexts
{
    public static string Of(this Texts texts, DefinitionProblem problem) => texts.Fill($"Problem.{problem.Code}", problem) ?? problem.Message;

    /// <summary>What to do about it.</summary>
    public static string? AdviceOn(this Texts texts, DefinitionProblem problem) => texts.Fill($"Problem.{problem.Code}.Advice", problem);

    private static string? Fill(this Texts texts, string key, DefinitionProblem problem) =>
        texts.Find(key) is null ? null : texts[key, [.. problem.Arguments.Select(texts.Shown)]];

    private static object? Shown(this Texts texts, object? argument) => argument switch
    {
        NamedActivity activity => texts.Quoted(activity),
        NamedActivities { Items.Count: 0 } => texts["Problem.Nowhere"],
        NamedActivities several => string.Join(", ", several.Items.Select(texts.Quoted)),
        OutcomeName outcome => $"‘{texts.OutcomeOf(outcome.Name)}’",
        InputName input => texts.Find($"Activity.Input.{input.Name}") ?? input.Name,
        _ => argument,
    };

    private static string Quoted(this Texts texts, NamedActivity activity) =>
        activity.Outcome is null ? $"‘{texts.TitleOf(activity.Title ?? activity.Id)}’" : $"‘{texts.TitleOf(activity.Title ?? activity.Id)}: {texts.OutcomeOf(activity.Outcome)}’";

    public static string OutcomeOf(this Texts texts, string name) => texts.Find($"Outcome.{name}") ?? name;
}
