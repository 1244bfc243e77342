namespace Regulatief.Web.Features.Shared.Language;

internal static class ActionWords
{
    /// <summary>What a command or query does, as people say it. A row of an older version may hold one that is gone: it is shown as it stands.</summary>
    public static string ActionOf(this Texts texts, string action) => texts.Find($"Audit.Action.{action}") ?? action;
}
