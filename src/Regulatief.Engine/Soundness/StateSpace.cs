using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Engine.Soundness;

/// <summary>The states that a definition's instances can come to, whatever its waits are answered and its values are.</summary>
/// <remarks>
/// It is walked with <see cref="WorkflowRunner"/> itself, breadth first, over activities that choose instead of work. Values are not followed,
/// so some states may be unreachable in truth; none that is reachable is missed, up to the bounds: <c>maxRuns</c>, three choices of one
/// activity in a run, two items of a parallel loop, and three rounds that a path runs ahead at a join.
/// </remarks>
internal sealed class StateSpace
{
    private readonly WorkflowDefinition definition;
    private readonly AbstractCatalog catalog;
    private readonly WorkflowRunner runner;
    private readonly StateKey keys;
    private readonly int maxRuns;
    private readonly Dictionary<string, State> byKey = [];
    private readonly List<State> states = [];
    private readonly List<Move> moves = [];
    private int runs;

    private StateSpace(WorkflowDefinition definition, IActivityCatalog catalog, int maxRuns)
    {
        this.definition = Skeleton.Of(definition);
        this.catalog = new AbstractCatalog(catalog, definition);
        this.maxRuns = maxRuns;
        runner = new WorkflowRunner(this.catalog);
        keys = new StateKey(this.definition);
    }

    /// <summary>In the order of finding: those nearest to the start first.</summary>
    public IReadOnlyList<State> States => states;

    public IReadOnlyList<Move> Moves => moves;

    /// <summary>Whether the bound ended it: what was not found may still be there.</summary>
    public bool IsPartial { get; private set; }

    public static StateSpace Explore(WorkflowDefinition definition, IActivityCatalog catalog, int maxRuns)
    {
        var space = new StateSpace(definition, catalog, maxRuns);
        space.Walk();
        return space;
    }

    private void Walk()
    {
        var pending = new Queue<State>();
        var fresh = new State(WorkflowInstance.New(Guid.Empty, definition.DefinitionId, definition.Version), IsCertain: true, Trail: [], new Dictionary<string, IReadOnlyList<string>>());
        foreach (var trigger in Triggers().Prepend(null))
        {
            Follow(fresh, new Stimulus.Start(null, trigger), trigger ?? "", pending);
        }

        while (pending.TryDequeue(out var state))
        {
            // Two waits of one visit are answered in either order; two visits to one activity that wait alike are one.
            foreach (var bookmark in state.Instance.Bookmarks.DistinctBy(b => (b.ActivityId, b.ActivityExecutionId)))
            {
                Follow(state, new Stimulus.Resume(bookmark.Id), bookmark.ActivityId, pending);
            }

            state.IsFollowed = !IsPartial;
        }
    }

    private IEnumerable<string?> Triggers() => definition.Root.EmbeddedIn("activities")
        .Where(m => (m.Source["customProperties"] as JsonObject)?.Flag("canStartWorkflow") == true
            && catalog.Find(m.Type)?.Descriptor.IsTrigger == true)
        .Select(m => m.Id);

    /// <summary>Makes every run that this stimulus can lead to.</summary>
    private void Follow(State from, Stimulus stimulus, string cause, Queue<State> pending)
    {
        var choices = catalog.Choices = new Choices();
        do
        {
            if (runs >= maxRuns)
            {
                IsPartial = true;
                return;
            }

            var result = runner.Run(new RunRequest
            {
                Definition = definition, Instance = from.Instance, Stimulus = stimulus, Now = DateTimeOffset.UnixEpoch, Seed = ++runs,
            });
            if (result.Matched && !choices.IsCut)
            {
                Arrive(from, result, choices, cause, pending);
            }
        }
        while (choices.MoveOn());
    }

    private void Arrive(State from, RunResult result, Choices choices, string cause, Queue<State> pending)
    {
        var key = keys.Of(result.Instance);
        var isCertain = from.IsCertain && !choices.DependsOnData;
        if (!byKey.TryGetValue(key, out var to))
        {
            var isTold = cause.Length == 0 || (choices.Made.Count > 0 && choices.Made[0].Id == cause);
            var step = isTold ? choices.Made : [new NamedActivity(cause), .. choices.Made];
            byKey[key] = to = new State(result.Instance, isCertain, [.. from.Trail, .. step], keys.JoinsUnderWay(result.Instance));
            states.Add(to);
            pending.Enqueue(to);
        }

        var started = result.Journal.Where(j => j.Event == JournalEvent.Started).Select(j => j.ActivityId).ToHashSet();
        moves.Add(new Move(from, to, started));
    }
}

/// <summary>An instance between two runs.</summary>
/// <param name="IsCertain">Whether the shortest way here is decided by answers alone, and not by values.</param>
/// <param name="Trail">That way: what was answered and chosen.</param>
/// <param name="JoinsUnderWay">What each join on the way still lacks.</param>
internal sealed record State(WorkflowInstance Instance, bool IsCertain, IReadOnlyList<NamedActivity> Trail, IReadOnlyDictionary<string, IReadOnlyList<string>> JoinsUnderWay)
{
    /// <summary>Whether all that it leads to is among the moves.</summary>
    public bool IsFollowed { get; set; }

    /// <summary>Over, or in the hands of an operator: an incident is decided on, not waited for.</summary>
    public bool IsEnd => Instance.Status == WorkflowStatus.Finished || Instance.Incidents.Count > 0;

    public bool Equals(State? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <param name="Started">The activities that began in it.</param>
internal sealed record Move(State From, State To, IReadOnlySet<string> Started);
