using Regulatief.Cases.Accounts;

namespace Regulatief.Web.Features.Shared;

/// <summary>What stands around every page for the person who is logged in. The host puts it around every page.</summary>
/// <param name="UserName">Null when nobody is logged in.</param>
/// <param name="Role">In which they act now.</param>
public sealed record PageFrame(string? UserName, AccountRole? Role, IReadOnlyList<NavigationItem> Navigation, string? NoticeOfEnvironment = null)
{
    /// <summary>Which they can switch to; empty for who has one role.</summary>
    public IReadOnlyList<AccountRole> OtherRoles { get; init; } = [];

    /// <summary>What the person is called for at once, and let do for a while beyond their usual work: said on every page while it lasts.</summary>
    public IReadOnlyList<StandingNotice> Standing { get; init; } = [];

    /// <summary>Null for who has no page to read notices on.</summary>
    public UnreadNotices? Notices { get; init; }

    public static readonly PageFrame Anonymous = new(null, null, []);
}

/// <param name="Url">Where they are read.</param>
public sealed record UnreadNotices(int Count, string Url);

/// <param name="Url">Where more is said about it.</param>
/// <param name="EndUrl">Where it is ended by hand; null for what is not.</param>
/// <param name="EndKey">What the button says that does so.</param>
public sealed record StandingNotice(string Title, Display.Tone Tone, string Url, string UrlText, string? EndUrl = null, string EndKey = "Standing.End")
{
    /// <summary>What it asks for does not wait.</summary>
    public bool IsUrgent => EndKey != "Standing.End";
}

/// <param name="Count">How much waits there; null shows no number.</param>
public sealed record NavigationItem(string TextKey, string Url, int? Count = null)
{
    /// <summary>Whether the page at this path stands under this item.</summary>
    public bool Covers(PathString path) =>
        Url == "/" ? path == "/" : path.StartsWithSegments(Url, StringComparison.OrdinalIgnoreCase);
}
