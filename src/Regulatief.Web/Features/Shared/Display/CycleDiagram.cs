namespace Regulatief.Web.Features.Shared.Display;

/// <summary><c>_CycleDiagram</c>: a workflow definition as a drawing, and where a case stands in it.</summary>
/// <remarks>Nodes are laid out in columns by their distance from the start; connections back to an earlier node run below.</remarks>
public sealed class CycleDiagram
{
    public const int NodeWidth = 136;
    public const int NodeHeight = 64;
    private const int ColumnStep = NodeWidth + 36;
    private const int RowStep = NodeHeight + 40;
    private const int Margin = 24;

    /// <summary>What fits in a card on the widest page.</summary>
    public const int WidestWithoutScrolling = 1150;

    private readonly Dictionary<string, PlacedNode> _placed;
    private readonly List<PlacedConnection> _connections;

    public CycleDiagram(IReadOnlyList<DiagramNode> nodes, IReadOnlyList<DiagramConnection> connections)
    {
        var columns = Columns(nodes, connections);
        _placed = nodes
            .GroupBy(node => columns[node.Id])
            .SelectMany(column => column.Index().Select(item => new PlacedNode(
                item.Item, Margin + column.Key * ColumnStep, Margin + item.Index * RowStep)))
            .ToDictionary(placed => placed.Node.Id, StringComparer.Ordinal);

        var bottom = _placed.Values.Select(placed => placed.Y + NodeHeight).DefaultIfEmpty(0).Max();
        _connections = [];
        foreach (var connection in connections.Where(connection => _placed.ContainsKey(connection.From) && _placed.ContainsKey(connection.To)))
        {
            var (from, to) = (_placed[connection.From], _placed[connection.To]);
            var isBack = to.X <= from.X;
            if (isBack && from != to)
                bottom += 20;
            var path = from == to ? Around(from) : isBack ? Below(from, to, bottom) : Across(from, to);
            _connections.Add(new PlacedConnection(connection, path, isBack));
        }

        Width = _placed.Values.Select(placed => placed.X + NodeWidth).DefaultIfEmpty(0).Max() + Margin;
        Height = bottom + Margin;
    }

    public int Width { get; }

    public int Height { get; }

    public IReadOnlyCollection<PlacedNode> Nodes => _placed.Values;

    public IReadOnlyList<PlacedConnection> Connections => _connections;

    public IEnumerable<PlacedConnection> ConnectionsFrom(DiagramNode node) => _connections.Where(placed => placed.Connection.From == node.Id);

    public DiagramNode NodeOf(string id) => _placed[id].Node;

    /// <summary>A node's column is the longest way to it from a start, connections back left out.</summary>
    private static Dictionary<string, int> Columns(IReadOnlyList<DiagramNode> nodes, IReadOnlyList<DiagramConnection> connections)
    {
        var columns = nodes.ToDictionary(node => node.Id, _ => 0, StringComparer.Ordinal);
        var targets = connections.ToLookup(connection => connection.From, connection => connection.To, StringComparer.Ordinal);
        var onTheWay = new HashSet<string>(StringComparer.Ordinal);
        var hasParent = connections.Select(connection => connection.To).ToHashSet(StringComparer.Ordinal);
        var starts = nodes.Where(node => !hasParent.Contains(node.Id)).DefaultIfEmpty(nodes.Count > 0 ? nodes[0] : null).OfType<DiagramNode>();
        foreach (var start in starts)
            Walk(start.Id, 0);
        return columns;

        void Walk(string id, int column)
        {
            if (!columns.TryGetValue(id, out var known) || (column > 0 && column <= known) || !onTheWay.Add(id))
                return;
            columns[id] = Math.Max(known, column);
            foreach (var target in targets[id])
                Walk(target, columns[id] + 1);
            onTheWay.Remove(id);
        }
    }

    private static string Across(PlacedNode from, PlacedNode to)
    {
        var (x1, y1, x2, y2) = (from.X + NodeWidth, from.MiddleY, to.X, to.MiddleY);
        var turn = x2 - 18;
        return y1 == y2 ? $"M{x1} {y1}H{x2 - 6}" : $"M{x1} {y1}H{turn}V{y2}H{x2 - 6}";
    }

    private static string Around(PlacedNode node) =>
        $"M{node.MiddleX + 24} {node.Y + NodeHeight}v16h-48v-10";

    private static string Below(PlacedNode from, PlacedNode to, int bottom) =>
        $"M{from.MiddleX} {from.Y + NodeHeight}V{bottom}H{to.MiddleX}V{to.Y + NodeHeight + 6}";
}

public sealed record DiagramNode(string Id, string Label, PhaseState State);

/// <param name="Label">The outcome that leads here: "Wel", "Niet"; null for the only one.</param>
public sealed record DiagramConnection(string From, string To, string? Label = null);

public sealed record PlacedNode(DiagramNode Node, int X, int Y)
{
    public int MiddleX => X + CycleDiagram.NodeWidth / 2;
    public int MiddleY => Y + CycleDiagram.NodeHeight / 2;

    /// <summary>The label in lines that fit; SVG wraps no text itself.</summary>
    public IReadOnlyList<string> Lines()
    {
        const int LineLength = 17;
        const int MostLines = 3;
        List<string> lines = [];
        foreach (var word in Node.Label.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= LineLength)
                lines[^1] = $"{lines[^1]} {word}";
            else
                lines.Add(word.Length <= LineLength ? word : $"{word[..(LineLength - 1)]}…");
        }

        return lines.Count <= MostLines ? lines : [.. lines.Take(MostLines - 1), $"{lines[MostLines - 1]}…"];
    }
}

/// <param name="Path">The drawing of the line, as SVG writes it.</param>
public sealed record PlacedConnection(DiagramConnection Connection, string Path, bool IsBack);
