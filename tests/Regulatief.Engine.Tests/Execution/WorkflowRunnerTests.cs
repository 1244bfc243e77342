using System.Text.Json.Nodes;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Execution;

public class WorkflowRunnerTests
{
    private static readonly JsonObject Asking = A.Activity("ask", "Test.Asking", ("role", A.Literal("coordinator")));

    [Fact]
    public void Resume_BookmarkThatIsNotThere_MatchesNothingAndChangesNothing()
    {
        var run = TestRun.Start(A.Event("e"));
        var before = run.Instance;

        var result = run.Apply(new Stimulus.Resume(Guid.AllBitsSet));

        result.Matched.ShouldBeFalse();
        result.Instance.ShouldBeSameAs(before);
        result.Journal.ShouldBeEmpty();
    }

    [Fact]
    public void Resume_BookmarkThatWasUsed_MatchesNothing()
    {
        var run = TestRun.Start(A.Sequence(A.Event("e"), A.Event("f")));
        var used = run.Instance.Bookmarks.Single().Id;
        run.Resume("e");

        run.Apply(new Stimulus.Resume(used)).Matched.ShouldBeFalse();
    }

    [Fact]
    public void Start_InstanceThatRanAlready_MatchesNothing()
    {
        var run = TestRun.Start(A.Event("e"));

        run.Apply(new Stimulus.Start()).Matched.ShouldBeFalse();
    }

    [Fact]
    public void Run_InstanceOfAnotherVersion_IsOurBug()
    {
        var request = new RunRequest
        {
            Definition = A.Definition(A.Event("e")),
            Instance = WorkflowInstance.New(Guid.AllBitsSet, "test", 2),
            Stimulus = new Stimulus.Start(),
            Now = TestRun.Now,
            Seed = 1,
        };

        Should.Throw<InvalidOperationException>(() => new WorkflowRunner(A.Catalog).Run(request)).Message.ShouldContain("version 2");
    }

    [Fact]
    public void Run_TheSameRequest_GivesTheSameToTheBit()
    {
        var root = A.Sequence(A.WriteLine("w", "Math.random()"), Asking.DeepClone().AsObject());

        var texts = Enumerable.Range(0, 2).Select(_ => InstanceSerializer.Write(TestRun.Start(root.DeepClone().AsObject()).Instance)).ToList();

        texts[0].ShouldBe(texts[1]);
    }

    [Fact]
    public void Resume_HostActivity_GetsTheAnswerAndLeavesByIt()
    {
        var run = TestRun.Start(A.Flowchart(["ask:Yes>yes", "ask:No>no"], Clone(Asking), A.WriteLine("yes", "'yes'"), A.WriteLine("no", "'no'")));
        var asked = run.Result.Effects.ShouldHaveSingleItem().ShouldBeOfType<AskEffect>();

        var result = run.Apply(new Stimulus.Resume(asked.BookmarkId, new JsonObject { ["outcome"] = "Yes" }));

        run.Lines.ShouldBe(["yes"]);
        result.BookmarksWoken.ShouldHaveSingleItem().Id.ShouldBe(asked.BookmarkId);
        result.BookmarksCanceled.ShouldBeEmpty();
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Race_LostByAHostActivity_CallsItOffAndSaysSo()
    {
        var join = A.Activity("join", "Elsa.FlowJoin", ("mode", A.Literal("WaitAny")));
        var fork = A.Activity("fork", "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("A", "B"))));
        var run = TestRun.Start(A.Flowchart(["fork:A>ask", "fork:B>e", "ask:Yes>join", "e:Done>join"], fork, Clone(Asking), A.Event("e"), join));

        var result = run.Resume("e");

        result.BookmarksWoken.Select(b => b.ActivityId).ShouldBe(["e"]);
        result.BookmarksCanceled.Select(b => b.ActivityId).ShouldBe(["ask"]);
        result.Effects.ShouldHaveSingleItem().ShouldBeOfType<WithdrawEffect>();
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Event_AwaitedTwice_WakesBoth()
    {
        var (first, second) = (A.Event("a"), A.Event("b"));
        first["eventName"] = A.Literal("signal");
        second["eventName"] = A.Literal("signal");
        var run = TestRun.Start(A.Parallel(first, second));

        var result = run.Apply(new Stimulus.Event("signal", 1));

        result.Matched.ShouldBeTrue();
        result.BookmarksWoken.Count.ShouldBe(2);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Event_WithPayload_GivesItToTheVariable()
    {
        var wait = A.Event("e");
        wait["result"] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "Answer" } };
        var run = TestRun.Start(A.Sequence(wait, A.WriteLine("w", "getAnswer().days")), A.Variable("Answer"));

        run.Apply(new Stimulus.Event("e", new JsonObject { ["days"] = 14 }));

        run.Lines.ShouldBe(["14"]);
    }

    [Fact]
    public void Event_OfAnotherName_MatchesNothing()
    {
        var run = TestRun.Start(A.Event("e"));

        run.Apply(new Stimulus.Event("other")).Matched.ShouldBeFalse();
    }

    [Fact]
    public void Start_ByATrigger_BeginsThereAndDoesNotWait()
    {
        var definition = A.Definition(A.Flowchart(["a:Done>e", "e:Done>w"], A.WriteLine("a", "'a'"), A.Event("e"), A.WriteLine("w", "'w'")));

        var run = TestRun.Start(definition, trigger: "e");

        run.Lines.ShouldBe(["w"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Failure_OfAHostActivity_IsAnIncidentThatTellsNothingOfTheClient()
    {
        var run = TestRun.Start(A.Parallel(A.Activity("f", "Test.Failing"), A.Event("e")));

        var incident = run.Result.Incidents.ShouldHaveSingleItem();
        incident.Message.ShouldBe("'Test.Failing' failed with TimeoutException.");
        incident.IsRetryable.ShouldBeTrue();
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);
        run.Instance.Status.ShouldBe(WorkflowStatus.Running);
    }

    [Theory]
    [InlineData("Int64", "9007199254740993", "9007199254740993")]
    [InlineData("Int64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("Decimal", "12345678901234567890.12", "12345678901234567890.12")]
    [InlineData("Int32", "2147483647", "2147483647")]
    [InlineData("Int32", "2.5", "2")]
    [InlineData("Double", "1e300", "1E+300")]
    public void Variable_OfANumberType_KeepsEveryDigit(string typeName, string written, string kept)
    {
        var root = A.Activity("set", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "N" }), ("value", A.Literal(JsonNode.Parse(written))));

        TestRun.Start(root, A.Variable("N", typeName)).Instance.Variables.ShouldHaveSingleItem().Value!.ToJsonString().ShouldBe(kept);
    }

    [Theory]
    [InlineData("Byte", "256")]
    [InlineData("Int16", "-32769")]
    [InlineData("Int32", "2147483648")]
    [InlineData("Int64", "9223372036854775808")]
    [InlineData("Decimal", "1e40")]
    [InlineData("Single", "1e39")]
    [InlineData("Double", "1e400")]
    public void Variable_GivenANumberOutsideItsRange_IsAnIncident(string typeName, string written)
    {
        var root = A.Activity("set", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "N" }), ("value", A.Literal(JsonNode.Parse(written))));

        TestRun.Start(root, A.Variable("N", typeName)).Result.Incidents.ShouldHaveSingleItem().Kind.ShouldBe("wrong-value");
    }

    [Fact]
    public void Failure_OutOfMemory_IsAnIncidentAndTheOthersGoOn()
    {
        var run = TestRun.Start(A.Parallel(A.Activity("f", "Test.Exhausting"), A.Sequence(A.Event("e"), A.WriteLine("w", "'on'"))));

        var incident = run.Result.Incidents.ShouldHaveSingleItem();
        incident.Message.ShouldBe("'Test.Exhausting' failed with OutOfMemoryException.");
        incident.IsRetryable.ShouldBeFalse("it will be so again");
        run.Resume("e");

        run.Lines.ShouldBe(["on"]);
    }

    [Fact]
    public void Failure_OfOneBranch_LetsTheOthersGoOn()
    {
        var rest = A.Sequence(A.Event("e"), A.WriteLine("w", "'on'"));
        var run = TestRun.Start(A.Parallel(A.Activity("f", "Test.Failing"), rest));

        run.Resume("e");

        run.Lines.ShouldBe(["on"]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);
    }

    [Fact]
    public void Retry_AfterTheCauseIsGone_SettlesTheIncidentAndGoesOn()
    {
        var run = TestRun.Start(A.Sequence(A.Activity("f", "Test.Failing"), A.WriteLine("w", "'on'")));
        var incident = run.Instance.Incidents.Single();
        run.Facts = new FailingFacts(IsMended: true);

        var result = run.Apply(new Stimulus.Retry(incident.Id));

        run.Lines.ShouldBe(["on"]);
        result.IncidentsResolved.ShouldBe([incident.Id]);
        run.Instance.Incidents.ShouldBeEmpty();
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        run.Journal.Where(j => j.ActivityId == "f").Select(j => j.ActivityExecutionId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Retry_BeforeTheCauseIsGone_OpensANewIncident()
    {
        var run = TestRun.Start(A.Activity("f", "Test.Failing"));
        var first = run.Instance.Incidents.Single();

        run.Apply(new Stimulus.Retry(first.Id));

        run.Instance.Incidents.ShouldHaveSingleItem().Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public void Skip_FailedActivity_CountsAsDoneAndGoesOn()
    {
        var run = TestRun.Start(A.Sequence(A.Activity("f", "Test.Failing"), A.WriteLine("w", "'on'")));
        var incident = run.Instance.Incidents.Single();

        var result = run.Apply(new Stimulus.Skip(incident.Id, []));

        run.Lines.ShouldBe(["on"]);
        result.IncidentsResolved.ShouldBe([incident.Id]);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Skip_BesideAWait_LeavesTheWaitOpen()
    {
        var run = TestRun.Start(A.Parallel(A.Activity("f", "Test.Failing"), A.Event("e")));

        run.Apply(new Stimulus.Skip(run.Instance.Incidents.Single().Id, ["Done"]));
        run.Instance.Bookmarks.ShouldHaveSingleItem().ActivityId.ShouldBe("e");
        run.Resume("e");

        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Skip_SettledIncident_MatchesNothing()
    {
        var run = TestRun.Start(A.Activity("f", "Test.Failing"));
        var incident = run.Instance.Incidents.Single();
        run.Apply(new Stimulus.Skip(incident.Id, []));

        run.Apply(new Stimulus.Skip(incident.Id, [])).Matched.ShouldBeFalse();
    }

    [Fact]
    public void Cancel_WaitingInstance_BurnsEverythingAndEndsIt()
    {
        var run = TestRun.Start(A.Parallel(Clone(Asking), A.Event("e")));

        var result = run.Apply(new Stimulus.Cancel());

        result.BookmarksCanceled.Count.ShouldBe(2);
        result.Effects.ShouldHaveSingleItem().ShouldBeOfType<WithdrawEffect>();
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Cancelled);
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
        run.Apply(new Stimulus.Cancel()).Matched.ShouldBeFalse();
    }

    [Fact]
    public void Finish_InOneBranch_EndsTheOthers()
    {
        var run = TestRun.Start(A.Parallel(Clone(Asking), A.Activity("f", "Elsa.Finish")));

        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        run.Instance.Bookmarks.ShouldBeEmpty();
        run.Instance.Executions.ShouldBeEmpty();
        run.Result.BookmarksCreated.ShouldBeEmpty();
    }

    [Fact]
    public void Loop_ThatNeverRests_IsAnIncidentAndNotAHang()
    {
        var run = TestRun.Start(A.Activity("while", "Elsa.While", ("condition", A.Literal(true)), ("body", A.Activity("w", "Elsa.WriteLine"))));

        run.Result.Incidents.ShouldHaveSingleItem().Kind.ShouldBe("run-too-long");
    }

    private static JsonObject Clone(JsonObject source) => source.DeepClone().AsObject();
}
