namespace Regulatief.Web.Features.Shared.Language;

/// <summary>Steps, tasks and definitions by their titles. A drawing has words in one language; those that ship with the product are known in both.</summary>
public static class Titles
{
    /// <summary>The title in the language of the request; as it was drawn when it is a designer's own.</summary>
    public static string TitleOf(this Texts texts, string drawn) => texts.Find($"Title.{drawn}") ?? drawn;
}
