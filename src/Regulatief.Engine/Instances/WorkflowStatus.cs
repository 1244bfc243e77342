namespace Regulatief.Engine.Instances;

/// <summary>Elsa 3's status of an instance; exports carry the spelling.</summary>
public enum WorkflowStatus
{
    Running,
    Finished,
}

/// <summary>Elsa 3's sub-status of an instance; exports carry the spelling.</summary>
public enum WorkflowSubStatus
{
    Pending,
    Executing,
    Suspended,
    Finished,
    Cancelled,
    Faulted,
}

/// <summary>Elsa 3's status of one visit to an activity (with one l in <c>Canceled</c>).</summary>
public enum ActivityStatus
{
    Pending,
    Running,
    Completed,
    Canceled,
    Faulted,
}
