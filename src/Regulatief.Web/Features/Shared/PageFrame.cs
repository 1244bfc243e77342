namespace Regulatief.Web.Features.Shared;

/// <summary>What stands around every page for the person who is logged in. The host puts it around every page.</summary>
/// <param name="UserName">Null when nobody is logged in.</param>
public sealed record PageFrame(string? UserName, string? RoleName, IReadOnlyList<NavigationItem> Navigation, string? NoticeOfEnvironment = null)
{
    public static readonly PageFrame Anonymous = new(null, null, []);
}

/// <param name="Count">How much waits there; null shows no number.</param>
public sealed record NavigationItem(string TextKey, string Url, int? Count = null)
{
    /// <summary>Whether the page at this path stands under this item.</summary>
    public bool Covers(PathString path) =>
        Url == "/" ? path == "/" : path.StartsWithSegments(Url, StringComparison.OrdinalIgnoreCase);
}
