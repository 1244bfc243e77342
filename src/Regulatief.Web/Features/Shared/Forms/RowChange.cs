using Microsoft.AspNetCore.Mvc;

namespace Regulatief.Web.Features.Shared.Forms;

/// <summary>A click on "add a row" or "remove row": the form comes back with its rows changed, and nothing is saved.</summary>
/// <remarks>An action takes it beside its form. When <see cref="IsAsked"/>: apply, clear the model state, show the form.</remarks>
public sealed record RowChange(
    [FromForm(Name = RowChange.AddField)] string? Add,
    [FromForm(Name = RowChange.RemoveField)] int? Remove)
{
    public const string AddField = "__AddRow";
    public const string RemoveField = "__RemoveRow";

    public bool IsAsked => Add is not null || Remove is not null;

    public void ApplyTo<TRow>(IList<TRow> rows) where TRow : new()
    {
        if (Remove is { } index && index >= 0 && index < rows.Count)
            rows.RemoveAt(index);
        if (Add is not null)
            rows.Add(new TRow());
    }
}
