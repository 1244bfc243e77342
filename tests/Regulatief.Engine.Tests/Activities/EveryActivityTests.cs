using System.Text.Json.Nodes;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Activities;

/// <summary>One definition in which every activity of the engine's own is drawn, run from its start to both of its ends.</summary>
public class EveryActivityTests
{
    private static readonly string[] Written =
    [
        "regel", "in een vak", "naast 1", "naast 2", "vork", "dan", "geval", "van 0", "van 1", "elk a", "elk b", "samen a", "samen b", "steeds", "binnen",
    ];

    [Theory]
    [InlineData("volledig", "Elsa.Complete")]
    [InlineData("meteen", "Elsa.Finish")]
    public void EveryActivity_DrawnInOneDefinition_RunsToItsEnd(string end, string last)
    {
        var run = TestRun.Start(A.Definition(Drawing(), A.Variable("einde", "String", end), A.Variable("antwoord", "String")), isReloaded: true);

        WaitsAt(run, "wachten", "gebeurtenis");
        run.Apply(new Stimulus.Event("nieuws"));
        foreach (var wait in new[] { "wachten", "klok", "tijdstip", "cron", "taak", "ander" })
        {
            WaitsAt(run, wait);
            run.Resume(wait, new JsonObject { ["result"] = new JsonObject() });
        }

        run.Result.Incidents.ShouldHaveSingleItem().ActivityId.ShouldBe("fout");
        run.Apply(new Stimulus.Skip(run.Result.Incidents[0].Id, []));

        run.Lines.ShouldBe(Written);
        (run.Instance.Status, run.Instance.SubStatus, run.Instance.Name).ShouldBe((WorkflowStatus.Finished, WorkflowSubStatus.Finished, "Alles"));
        run.Instance.Outputs["uit"]!.ToString().ShouldBe("ja");
        run.Journal.Where(e => e.Event == JournalEvent.Completed).Select(e => e.ActivityType).Distinct().Order()
            .ShouldBe(OwnTypes.Where(type => type is not ("Elsa.Complete" or "Elsa.Finish") || type == last).Order());
    }

    private static IEnumerable<string> OwnTypes => A.Catalog.Activities.Select(a => a.Descriptor.TypeName).Where(name => name.StartsWith("Elsa.", StringComparison.Ordinal));

    private static void WaitsAt(TestRun run, params string[] activities) => run.Instance.Bookmarks.Select(b => b.ActivityId).Order().ShouldBe(activities.Order());

    private static JsonObject Drawing() => A.Flowchart(
        [
            "begin:Done>naam", "naam:Done>kenmerk", "kenmerk:Done>onthoud", "onthoud:Done>regel", "regel:Done>script", "script:Done>keuze", "keuze:True>wissel",
            "wissel:ja>splits", "splits:Een>wachten", "splits:Twee>gebeurtenis", "wachten:Done>samen", "gebeurtenis:Done>samen", "samen:Done>ingebed",
            "ingebed:Done>klok", "klok:Done>tijdstip", "tijdstip:Done>cron", "cron:Done>meld", "meld:Done>taak", "taak:Done>los", "los:Done>ander", "ander:Done>uit",
            "uit:Done>fout", "fout:Done>slot", "slot:volledig>einde-a", "slot:meteen>einde-b",
        ],
        A.Activity("begin", "Elsa.Start"),
        A.Activity("naam", "Elsa.SetName", ("value", A.Literal("Alles"))),
        A.Activity("kenmerk", "Elsa.Correlate", ("correlationId", A.Literal("k-1"))),
        A.Activity("onthoud", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "antwoord", ["name"] = "antwoord", ["typeName"] = "String" }), ("value", A.Literal("ja"))),
        A.WriteLine("regel", "'regel'"),
        A.Activity("script", "Elsa.RunJavaScript", ("script", A.Literal("1 + 1"))),
        A.Decision("keuze", "getAntwoord() == 'ja'"),
        A.Activity("wissel", "Elsa.FlowSwitch", ("cases", Cases(("ja", "getAntwoord() == 'ja'", null)))),
        A.Activity("splits", "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("Een", "Twee")))),
        A.Activity("wachten", "Elsa.Delay", ("timeSpan", A.Literal("1.00:00:00"))),
        A.Activity("gebeurtenis", "Elsa.Event", ("eventName", A.Literal("nieuws"))),
        A.Activity("samen", "Elsa.FlowJoin", ("mode", A.Literal("WaitAll"))),
        Embedded(),
        A.Activity("klok", "Elsa.Timer", ("interval", A.Literal("01:00:00"))),
        A.Activity("tijdstip", "Elsa.StartAt", ("dateTime", A.Literal("2027-01-01T00:00:00Z"))),
        A.Activity("cron", "Elsa.Cron", ("cronExpression", A.Literal("0 0 8 * * *"))),
        A.Activity("meld", "Elsa.PublishEvent", ("eventName", A.Literal("gemeld"))),
        A.Activity("taak", "Elsa.RunTask", ("taskName", A.Literal("brief"))),
        A.Activity("los", "Elsa.DispatchWorkflow", ("workflowDefinitionId", A.Literal("ander"))),
        A.Activity("ander", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", A.Literal("ander")), ("waitForCompletion", A.Literal(true))),
        A.Activity("uit", "Elsa.SetOutput", ("outputName", A.Literal("uit")), ("outputValue", A.JavaScript("getAntwoord()"))),
        A.Activity("fout", "Elsa.Fault", ("message", A.Literal("Met opzet."))),
        A.Activity("slot", "Elsa.FlowSwitch", ("cases", Cases(("volledig", "getEinde() == 'volledig'", null), ("meteen", "getEinde() == 'meteen'", null)))),
        A.Activity("einde-a", "Elsa.Complete"),
        A.Activity("einde-b", "Elsa.Finish"));

    private static JsonObject Embedded()
    {
        var inner = A.Flowchart(["binnen:Done>binnen-einde"], A.WriteLine("binnen", "'binnen'"), A.Activity("binnen-einde", "Elsa.End"));
        inner["id"] = "stroom";
        var all = A.Sequence(
            A.Activity("vak", "Elsa.Container", ("activities", new JsonArray(A.WriteLine("in-vak", "'in een vak'")))),
            A.Parallel(A.WriteLine("naast-1", "'naast 1'"), A.WriteLine("naast-2", "'naast 2'")),
            A.Activity("vork", "Elsa.Fork", ("branches", new JsonArray(A.WriteLine("in-vork", "'vork'")))),
            A.Activity("als", "Elsa.If", ("condition", A.JavaScript("true")), ("then", A.WriteLine("dan", "'dan'")), ("else", A.WriteLine("anders", "'anders'"))),
            A.Activity("geval", "Elsa.Switch", ("cases", Cases(("een", "true", A.WriteLine("in-geval", "'geval'"))))),
            A.Activity("tellen", "Elsa.For", ("start", A.Literal(0)), ("end", A.Literal(1)), ("body", A.WriteLine("van", "'van ' + getCurrentValue()"))),
            A.Activity("elk", "Elsa.ForEach", ("items", A.JavaScript("['a', 'b']")), ("body", A.WriteLine("in-elk", "'elk ' + getCurrentValue()"))),
            A.Activity("allen", "Elsa.ParallelForEach", ("items", A.JavaScript("['a', 'b']")), ("body", A.WriteLine("in-allen", "'samen ' + getCurrentValue()"))),
            A.Activity("zolang", "Elsa.While", ("condition", A.JavaScript("true")), ("body", Named("herhaling", A.Sequence(A.WriteLine("steeds", "'steeds'"), A.Activity("genoeg", "Elsa.Break"))))),
            inner);
        return Named("ingebed", all);
    }

    private static JsonObject Named(string id, JsonObject activity)
    {
        activity["id"] = id;
        return activity;
    }

    private static JsonArray Cases(params (string Label, string Condition, JsonObject? Activity)[] cases) =>
        new([.. cases.Select(c => new JsonObject { ["label"] = c.Label, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = c.Condition }, ["activity"] = c.Activity })]);
}
