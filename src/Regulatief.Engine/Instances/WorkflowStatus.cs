namespace Regulatief.Engine.Instances;

/// <summary>Elsa 3's status of an instance; exports carry the spelling.</summary>
public enum WorkflowStatus
{
    /// <summary>A stimulus may still move it.</summary>
    Running,

    /// <summary>Nothing will happen in it any more.</summary>
    Finished,
}

/// <summary>Elsa 3's sub-status of an instance; exports carry the spelling.</summary>
public enum WorkflowSubStatus
{
    /// <summary>Made and not started.</summary>
    Pending,

    /// <summary>Within a run. No stored instance has it.</summary>
    Executing,

    /// <summary>It waits. Without a bookmark it waits for a join that nothing can reach.</summary>
    Suspended,

    /// <summary>It ended by itself.</summary>
    Finished,

    /// <summary>It was ended from outside.</summary>
    Cancelled,

    /// <summary>An incident is open. What runs beside the failed activity still goes on.</summary>
    Faulted,
}

/// <summary>Elsa 3's status of one visit to an activity (with one l in <c>Canceled</c>).</summary>
public enum ActivityStatus
{
    /// <summary>On the agenda. No stored execution has it.</summary>
    Pending,

    /// <summary>Begun and not ended, also while it waits.</summary>
    Running,

    /// <summary>It ended by itself, with outcomes.</summary>
    Completed,

    /// <summary>It was ended from outside.</summary>
    Canceled,

    /// <summary>It failed, and may be tried again.</summary>
    Faulted,
}
