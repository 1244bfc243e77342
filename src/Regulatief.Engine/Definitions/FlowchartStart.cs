using System.Text.Json.Nodes;

namespace Regulatief.Engine.Definitions;

/// <summary>Where a flowchart begins when no trigger says so.</summary>
public static class FlowchartStart
{
    /// <summary>The named start, else an <c>Elsa.Start</c>, else one that can start a workflow, else one without inbound connections, else the
    /// first.</summary>
    public static ActivityNode? Of(ActivityNode flowchart)
    {
        var members = flowchart.EmbeddedIn("activities").ToList();
        var named = flowchart.Source.Text("start");
        return members.Find(m => m.Id == named)
            ?? members.Find(m => m.Type == "Elsa.Start")
            ?? members.Find(m => (m.Source["customProperties"] as JsonObject)?.Flag("canStartWorkflow") == true)
            ?? members.Find(m => flowchart.Connections.All(c => c.TargetId != m.Id))
            ?? members.FirstOrDefault();
    }
}
