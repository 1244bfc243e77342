using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

/// <summary>What the activities of one run ask to be decided. A list of answers makes a run; the next list, another run from the same state.</summary>
/// <remarks>The order is that of counting: the last answer is raised first, so that every combination comes once.</remarks>
internal sealed class Choices
{
    /// <summary>How often one activity may choose in one run. A loop that waits nowhere chooses without end otherwise.</summary>
    public const int MaxPerActivity = 3;

    private readonly List<int> answers = [];
    private readonly List<int> widths = [];
    private readonly List<string> made = [];
    private readonly Dictionary<string, int> timesAsked = [];
    private int next;

    /// <summary>Whether an activity chose too often: what came of the run says nothing.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether anything but the answer to a wait decided: values, which are not followed, might never be such.</summary>
    public bool DependsOnData { get; private set; }

    /// <summary>What was chosen, as <c>activity=outcome</c>, in order.</summary>
    public IReadOnlyList<string> Made => made;

    /// <summary>Takes one of the options.</summary>
    /// <param name="isData">Whether values decide, not whoever ends a wait.</param>
    public T Choose<T>(string activityId, IReadOnlyList<T> options, bool isData)
    {
        var times = timesAsked[activityId] = timesAsked.GetValueOrDefault(activityId) + 1;
        if (options.Count > 1 && times > MaxPerActivity)
        {
            IsCut = true;
            throw new ActivityFaultException("cut", $"'{activityId}' chose more than {MaxPerActivity} times in one run.");
        }

        if (options.Count == 1)
        {
            return options[0];
        }

        if (next == answers.Count)
        {
            answers.Add(0);
            widths.Add(options.Count);
        }

        DependsOnData |= isData;
        var option = options[answers[next++]];
        made.Add($"{activityId}={option}");
        return option;
    }

    /// <summary>Turns to the next list of answers. False when there is none.</summary>
    public bool MoveOn()
    {
        while (answers.Count > 0 && answers[^1] + 1 == widths[^1])
        {
            answers.RemoveAt(answers.Count - 1);
            widths.RemoveAt(widths.Count - 1);
        }

        if (answers.Count == 0)
        {
            return false;
        }

        answers[^1]++;
        next = 0;
        made.Clear();
        timesAsked.Clear();
        (IsCut, DependsOnData) = (false, false);
        return true;
    }
}
