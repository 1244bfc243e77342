using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Execution;

/// <summary>Calculates runs. Holds nothing between them, so one serves all threads.</summary>
public sealed class WorkflowRunner(IActivityCatalog catalog)
{
    /// <summary>Applies one stimulus and runs on until everything waits or is done.</summary>
    /// <remarks>A failing activity is an <see cref="Instances.Incident"/> in the result, never an exception.</remarks>
    public RunResult Run(RunRequest request) => throw new NotImplementedException($"{catalog} {request}");
}
