namespace Regulatief.Web.Features.Shared.Display;

/// <summary><c>_FlowDrawing</c>: a definition as a drawing in which steps and lines are marked.</summary>
public sealed class FlowDrawing
{
    private readonly Dictionary<string, MarkedStep> _steps;
    private readonly Dictionary<DiagramConnection, MarkedLine> _lines;

    public FlowDrawing(string title, IReadOnlyList<MarkedStep> steps, IReadOnlyList<MarkedLine> lines)
    {
        Title = title;
        _steps = steps.ToDictionary(step => step.Id, StringComparer.Ordinal);
        _lines = lines.DistinctBy(line => line.Connection).ToDictionary(line => line.Connection);
        Layout = new CycleDiagram([.. steps.Select(step => new DiagramNode(step.Id, step.Label, PhaseState.Upcoming))], [.. _lines.Keys]);
    }

    /// <summary>What a screen reader says in place of the drawing.</summary>
    public string Title { get; }

    public CycleDiagram Layout { get; }

    /// <summary>The id that a link leads to, so that the browser scrolls the drawing to the step.</summary>
    public static string AnchorOf(string stepId) => $"stap-{stepId}";

    public MarkedStep StepOf(PlacedNode placed) => _steps[placed.Node.Id];

    public MarkedLine LineOf(PlacedConnection placed) => _lines[placed.Connection];
}

/// <param name="Mark">The end of a class name in <c>cycle.css</c>: <c>added</c>, <c>removed</c>, <c>changed</c>, <c>busy</c>; null for none.</param>
/// <param name="MarkText">The same in words, for the list.</param>
/// <param name="Note">A few figures in the box; null for none.</param>
public sealed record MarkedStep(string Id, string Label, string? Mark = null, string? MarkText = null, string? Note = null);

public sealed record MarkedLine(DiagramConnection Connection, string? Mark = null, string? MarkText = null);
