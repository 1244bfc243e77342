namespace Regulatief.Engine.Tests.Testing;

/// <summary>
/// What a counter-based flowchart does, told once more and as shortly as it can be. A path that is not taken is passed too. An activity's round
/// has come when each path leading on to it was passed once more than it had rounds. It runs if one of the paths passed most often was taken
/// last; a join of all, if all were passed as often and taken. Else it is skipped, and passes what leaves it untaken.
/// </summary>
internal sealed class FlowModel(RandomFlow flow)
{
    private readonly int[] rounds = new int[flow.Count];
    private readonly Dictionary<(int From, string Port, int To), (int Times, bool Taken)> passed = flow.Forward.ToDictionary(c => c, _ => (0, false));
    private readonly Queue<(int Activity, bool ByLoop)> due = new();
    private readonly List<(int Activity, bool ByLoop, int Order)> waiting = [];
    private int waits;

    // What was due by then still runs, as in Elsa 3, and leads nowhere.
    private bool isOver;

    public List<string> Lines { get; } = [];

    public IEnumerable<string> Waiting => waiting.Select(w => flow.IdOf(w.Activity));

    public void Start()
    {
        due.Enqueue((0, false));
        Drain();
    }

    /// <summary>Ends the oldest wait of an activity.</summary>
    public void Resume(string id, string outcome)
    {
        var resumed = waiting.Where(w => flow.IdOf(w.Activity) == id).MinBy(w => w.Order);
        waiting.Remove(resumed);
        Leave(resumed.Activity, [outcome], resumed.ByLoop);
        Drain();
    }

    private void Drain()
    {
        while (due.TryDequeue(out var next))
        {
            switch (flow.KindOf(next.Activity))
            {
                case "Ask" or "Event":
                    waiting.Add((next.Activity, next.ByLoop, ++waits));
                    break;
                case "End" when !isOver:
                    End();
                    break;
                case "Fork":
                    Leave(next.Activity, ["A", "B"], next.ByLoop);
                    break;
                case "Write":
                    Lines.Add(flow.IdOf(next.Activity));
                    Leave(next.Activity, ["Done"], next.ByLoop);
                    break;
                default:
                    Leave(next.Activity, ["Done"], next.ByLoop);
                    break;
            }
        }

        // Elsa 3 stores its visits the other way round, and calls them off in the order it finds them.
        waiting.Reverse();
    }

    /// <summary>Calls off what waits, which passes what leaves it untaken.</summary>
    private void End()
    {
        foreach (var (activity, _, _) in waiting.ToList())
        {
            Leave(activity, [], byLoop: false);
        }

        waiting.Clear();
        isOver = true;
    }

    private void Leave(int activity, string[] outcomes, bool byLoop)
    {
        if (isOver)
        {
            return;
        }

        rounds[activity] += byLoop ? 0 : 1;
        foreach (var connection in flow.Forward.Where(c => c.From == activity))
        {
            passed[connection] = (passed[connection].Times + 1, outcomes.Contains(connection.Port));
            Judge(connection.To);
        }

        foreach (var loop in flow.Loops.Where(l => l.From == activity && outcomes.Contains(l.Port)))
        {
            due.Enqueue((loop.To, true));
        }
    }

    private void Judge(int activity)
    {
        var paths = flow.Forward.Where(c => c.To == activity).Select(c => passed[c]).ToList();
        if (paths.Min(p => p.Times) <= rounds[activity])
        {
            return;
        }

        var most = paths.Max(p => p.Times);
        var runs = flow.KindOf(activity) == "JoinAll"
            ? paths.TrueForAll(p => p.Times == most && p.Taken)
            : paths.Exists(p => p.Times == most && p.Taken);
        if (runs)
        {
            due.Enqueue((activity, false));
        }
        else
        {
            Leave(activity, [], byLoop: false);
        }
    }
}
