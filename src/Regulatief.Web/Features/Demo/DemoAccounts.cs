using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Demo;

/// <summary>The made-up people of the Development environment; they exist nowhere else.</summary>
internal static class DemoAccounts
{
    public const string Password = "regulatief-demo";

    public static IReadOnlyList<(string UserName, string Name, AccountRole Role)> All { get; } =
    [
        ("toezichthouder", "Fatma Yildiz", AccountRole.ProbationOfficer),
        ("coordinator", "Marijke de Boer", AccountRole.Coordinator),
        ("vrijwilliger", "Henk Postma", AccountRole.Volunteer),
        ("client", "Rachid El Amrani", AccountRole.Client),
        ("ontwerper", "Sanne Visser", AccountRole.Designer),
        ("manager", "Joost van Dam", AccountRole.Manager),
        ("privacy", "Ineke Smit", AccountRole.PrivacyOfficer),
        ("beheerder", "Tom Bakker", AccountRole.Administrator),
    ];

    public static IReadOnlyList<DemoRole> Shown(Texts texts) =>
        [.. All.Select(a => new DemoRole(a.UserName, a.Name, texts.Of(a.Role), texts[$"Demo.Role.{a.Role}"]))];
}

/// <summary>An account that a visitor of the demo enters with one click.</summary>
public sealed record DemoRole(string UserName, string Name, string Role, string DoesWhat);
