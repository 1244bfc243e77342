using Regulatief.Cases.Accounts;

namespace Regulatief.Web.Features.Shared.Language;

public static class EscalationTitles
{
    /// <summary>What is late, as far as its reader may know: the task by name, else only whose it is.</summary>
    /// <param name="title">Null when it may not be told, or when the cycle escalated by itself.</param>
    /// <param name="role">Null when the cycle escalated by itself.</param>
    public static string Late(this Texts texts, string? title, AccountRole? role) =>
        title is not null ? texts.Shipped(title)
        : role is { } whose ? texts["Escalations.OfRole", texts.Of(whose)]
        : texts["Escalations.ByCycle"];
}
