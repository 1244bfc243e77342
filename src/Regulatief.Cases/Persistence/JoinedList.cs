using System.Text;

namespace Regulatief.Cases.Persistence;

/// <summary>A list of texts as one text, joined by bars, and back. A bar within one of them survives, and so does an empty one.</summary>
public static class JoinedList
{
    /// <summary>How long a list of texts may become in a column that holds one.</summary>
    public const int MaxLength = 1000;

    private const char Bar = '|';
    private const char Escape = '\\';
    private const string EmptyItem = "\\e";

    public static string Join(IEnumerable<string> items) => string.Join(Bar, items.Select(Escaped));

    public static bool Fits(IEnumerable<string> items) => Join(items).Length <= MaxLength;

    public static List<string> Split(string joined)
    {
        if (joined.Length == 0) return [];

        var items = new List<string>();
        var item = new StringBuilder();
        for (var i = 0; i < joined.Length; i++)
        {
            if (joined[i] == Bar)
            {
                items.Add(item.ToString());
                item.Clear();
            }
            else if (joined[i] != Escape || i + 1 == joined.Length)
            {
                item.Append(joined[i]);
            }
            else if (joined[++i] is Bar or Escape)
            {
                item.Append(joined[i]);
            }
        }

        items.Add(item.ToString());
        return items;
    }

    private static string Escaped(string item) =>
        item.Length == 0 ? EmptyItem : item.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
