namespace Regulatief.Web.Features.Shared.Display;

// What the partials in Features/Shared show. A page's model projects to these; they hold texts, not keys.

/// <summary><c>_Counters</c>: a number that is a way to what it counts.</summary>
public sealed record Counter(int Number, string Label, string Url, Tone Tone = Tone.Neutral);

/// <summary><c>_TaskList</c>.</summary>
/// <param name="For">Whose task it is; null hides the column if nobody has one.</param>
public sealed record TaskRow(string Title, string Url, string CaseTitle, string? Phase, DateOnly? DueOn, bool IsPaused = false, string? For = null, string? Project = null)
{
    /// <summary>Where it is given to another; null when that is nowhere.</summary>
    public string? ForUrl { get; init; }
}

/// <summary><c>_Timeline</c>: what happened, the newest first.</summary>
public sealed record TimelineEvent(DateTimeOffset At, string Title, string? Who = null, string? Text = null, Tone Tone = Tone.Neutral, string? Url = null);

/// <summary><c>_SectionNav</c>: the parts of a long page.</summary>
public sealed record PageSection(string Id, string Title, int? Count = null);

/// <summary><c>_Signatures</c>: one party to an agreement.</summary>
/// <param name="How">The manner: "op het scherm", "op papier"; null when not signed.</param>
public sealed record PartySignature(string Party, string Name, SignatureState State, DateTimeOffset? At = null, string? How = null);

public enum SignatureState
{
    Open,
#pragma warning disable CA1720 // what a party does to an agreement, not a kind of number
    Signed,
#pragma warning restore CA1720
    Refused,
    Withdrawn,
    Suspended,
}

/// <summary><c>_Pagination</c>. Pages count from 1.</summary>
/// <param name="UrlOf">The address of a page, filters included.</param>
public sealed record Pagination(int Page, int PageSize, int Total, Func<int, string> UrlOf)
{
    public int LastPage => Math.Max(1, (Total + PageSize - 1) / PageSize);
    public int First => Total == 0 ? 0 : (Page - 1) * PageSize + 1;
    public int Last => Math.Min(Page * PageSize, Total);

    /// <summary>The first, the last, and those around this one; null where pages are left out.</summary>
    public IEnumerable<int?> Shown()
    {
        var previous = 0;
        foreach (var page in Enumerable.Range(1, LastPage).Where(page => page == 1 || page == LastPage || Math.Abs(page - Page) <= 1))
        {
            if (page - previous > 1)
                yield return null;
            yield return previous = page;
        }
    }
}

/// <summary><c>_Phases</c>: a step of the round.</summary>
/// <param name="Note">"sinds 3 nov", "wacht op cliënt".</param>
public sealed record Phase(string Name, PhaseState State, string? Note = null);

public enum PhaseState
{
    Upcoming,
    Current,
    Waiting,
    Done,

    /// <summary>It began and was broken off.</summary>
    Stopped,

    /// <summary>It never began, and will not.</summary>
    NotReached,
}

/// <summary><c>Error</c>: the page for an answer that is none.</summary>
/// <param name="Reference">What the log calls this failure.</param>
/// <param name="WhatChanged">For a conflict: what another person did meanwhile, one sentence each.</param>
/// <param name="Reasons">What was wrong with what was asked, one sentence each.</param>
public sealed record ErrorPage(
    int Status, string? Reference = null, IReadOnlyList<string>? WhatChanged = null, string? CurrentUrl = null, IReadOnlyList<string>? Reasons = null);
