using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

/// <summary>Decides by exploring whether a definition is sound: every state can still end, every activity can run, no join waits for ever.</summary>
internal sealed class SoundnessCheck
{
    private const int MaxOfAKind = 5;

    private readonly WorkflowDefinition definition;
    private readonly ProblemList problems;
    private readonly StateSpace space;
    private readonly ILookup<State, State> before;
    private readonly ILookup<State, State> after;
    private readonly HashSet<State> canEnd;

    public SoundnessCheck(WorkflowDefinition definition, IActivityCatalog catalog, int maxRuns, ProblemList problems)
    {
        this.definition = definition;
        this.problems = problems;
        space = StateSpace.Explore(definition, catalog, maxRuns);
        before = space.Moves.ToLookup(m => m.To, m => m.From);
        after = space.Moves.ToLookup(m => m.From, m => m.To);

        // A state whose waits were not all followed may lead to an end that was not seen.
        canEnd = LeadingTo(space.States.Where(s => s.IsEnd || !s.IsFollowed));
    }

    public void Judge()
    {
        if (space.IsPartial)
        {
            problems.Warning(
                "not-decided",
                "$.root",
                $"The definition has more states than are looked at: {space.States.Count} were. What was found there is told; the rest is not known.");
        }

        FindStatesWithoutEnd();
        FindJoinsThatWaitForEver();
        if (!space.IsPartial)
        {
            FindWhatNeverRuns();
        }
    }

    /// <summary>The places where the end is lost: from one state it can be reached, from the next one not.</summary>
    private void FindStatesWithoutEnd()
    {
        if (space.States.Count > 0 && canEnd.Count == 0)
        {
            problems.Error(
                "never-ends", definition.Root.Path, $"No way through the definition comes to an end. It waits at {WaitsOf(RestOf(space.States[0]))}.", definition.Root.Id);
            return;
        }

        var lost = space.Moves.Where(m => !canEnd.Contains(m.To) && (canEnd.Contains(m.From) || m.From.Trail.Count == 0)).Select(m => m.To).Distinct();
        foreach (var (state, rest) in lost.Select(s => (s, RestOf(s))).DistinctBy(l => Standstill(l.Item2)).Take(MaxOfAKind))
        {
            Action<string, string, FormattableString, string?> tell = state.IsCertain ? problems.Error : problems.Warning;
            var node = FirstConcerned(rest);
            if (FirstJoin(rest) is { } join)
            {
                tell(
                    "join-cannot-end",
                    node.Path,
                    $"After {Trail(state)} the workflow can no longer end: '{new NamedActivity(join)}' lacks a path from {Names(rest.JoinsUnderWay[join])}. It waits at {WaitsOf(rest)}.",
                    node.Id);
            }
            else
            {
                tell("cannot-end", node.Path, $"After {Trail(state)} the workflow can no longer end. It waits at {WaitsOf(rest)}.", node.Id);
            }
        }
    }

    /// <summary>Where a lost instance comes to rest for good: the nearest state that nothing leads out of, or itself when it goes round for ever.</summary>
    private State RestOf(State lost)
    {
        var seen = new HashSet<State> { lost };
        var pending = new Queue<State>(seen);
        while (pending.TryDequeue(out var state))
        {
            var next = after[state].Where(s => s != state).ToList();
            if (next.Count == 0)
            {
                return state;
            }

            next.Where(seen.Add).ToList().ForEach(pending.Enqueue);
        }

        return lost;
    }

    private void FindJoinsThatWaitForEver()
    {
        var open = space.States.Where(s => canEnd.Contains(s) && !s.IsEnd).ToList();
        foreach (var join in open.SelectMany(s => s.JoinsUnderWay.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var canRun = LeadingTo(space.Moves.Where(m => m.Started.Contains(join)).Select(m => m.From));
            if (space.IsPartial || open.Find(s => s.JoinsUnderWay.ContainsKey(join) && !canRun.Contains(s)) is not { } state)
            {
                continue;
            }

            problems.Warning(
                "waiting-join",
                definition.Find(join)!.Path,
                $"After {Trail(state)} '{new NamedActivity(join)}' waits for ever: no path comes from {Names(state.JoinsUnderWay[join])} any more.",
                join);
        }
    }

    private void FindWhatNeverRuns()
    {
        var started = space.Moves.SelectMany(m => m.Started).ToHashSet();
        var known = problems.All.Where(p => p.Code is "unreachable").Select(p => p.ActivityId).ToHashSet();
        foreach (var node in definition.Root.SelfAndDescendants().Where(n => !started.Contains(n.Id) && !known.Contains(n.Id)))
        {
            problems.Warning("never-runs", node.Path, $"'{new NamedActivity(node.Id)}' can never run: no way through the definition comes there.", node.Id);
        }
    }

    /// <summary>Where it comes to rest, as two that rest alike have it.</summary>
    private static string Standstill(State state) =>
        string.Join("; ", state.JoinsUnderWay.Select(j => $"{j.Key} {Names(j.Value)}").Order(StringComparer.Ordinal).Prepend(WaitsOf(state).ToString()));

    private static string? FirstJoin(State state) => state.JoinsUnderWay.Keys.Order(StringComparer.Ordinal).FirstOrDefault();

    private ActivityNode FirstConcerned(State state) =>
        definition.Find(FirstJoin(state) ?? state.Instance.Bookmarks.Select(b => b.ActivityId).FirstOrDefault() ?? definition.Root.Id)!;

    private static NamedActivities WaitsOf(State state) => Names(state.Instance.Bookmarks.Select(b => b.ActivityId).Distinct().Order(StringComparer.Ordinal));

    private static NamedActivities Names(IEnumerable<string> ids) => new([.. ids.Select(id => new NamedActivity(id))]);

    /// <summary>The start when nothing was answered yet.</summary>
    private NamedActivities Trail(State state) => state.Trail.Count == 0 ? Names([definition.Root.Id]) : new(state.Trail);

    private HashSet<State> LeadingTo(IEnumerable<State> goals)
    {
        var leading = goals.ToHashSet();
        var pending = new Queue<State>(leading);
        while (pending.TryDequeue(out var state))
        {
            foreach (var earlier in before[state].Where(leading.Add))
            {
                pending.Enqueue(earlier);
            }
        }

        return leading;
    }
}
