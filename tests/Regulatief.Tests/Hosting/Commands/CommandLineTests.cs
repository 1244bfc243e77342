using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Commands;

namespace Regulatief.Tests.Hosting.Commands;

/// <summary>The commands that need no database. None is configured here: one that opened it would fail.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string TwoWaits = """
        { "definitionId": "twee", "version": 1, "root": { "id": "s", "type": "Elsa.Sequence", "activities": [
          { "id": "e1", "type": "Elsa.Event", "eventName": "e1" }, { "id": "w", "type": "Elsa.WriteLine", "text": "done" },
          { "id": "intake", "type": "Regulatief.Intake" } ] } }
        """;

    private const string Recording = """
        {"id":"r1","definition":{"definitionId":"d","version":1,"root":{"id":"w","type":"Elsa.WriteLine","text":"done"}},"resume":[],"steps":[{"lines":["LINE"],"subStatus":"Finished","waiting":[]}]}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("regulatief-commands-");

    [Theory]
    [InlineData("settings alone", false, "--urls", "http://localhost:5080")]
    [InlineData("settings as a host gives them", false, "Role=Both")]
    [InlineData("nothing", false)]
    [InlineData("a command", true, "migrate")]
    [InlineData("a question", true, "--help")]
    public void Arguments_NameACommandOrAreSettings(string _, bool isCommand, params string[] args) => CommandLine.Names(args).ShouldBe(isCommand);

    [Theory]
    [InlineData("workflow")]
    [InlineData("workflows", "chek", "a.json")]
    [InlineData("workflows", "check")]
    [InlineData("workflows", "run", "a.json", "--resum", "e1")]
    public async Task Command_ThatThereIsNot_IsRefusedWithTheWayToHelp(params string[] args)
    {
        var result = await RunAsync(args);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("--help");
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    [InlineData("replay")]
    public async Task File_ThatIsNotThere_IsNamed(string command)
    {
        var result = await RunAsync("workflows", command, "/nowhere/a.json");

        result.ExitCode.ShouldBe(2);
        (result.Output + result.Error).ShouldContain("/nowhere/a.json: ");
        (result.Output + result.Error).ShouldContain("does not exist; expected a file");
    }

    [Fact]
    public async Task Check_ShippedDefinitions_HaveNoErrors()
    {
        var result = await RunAsync("workflows", "check", Path.Combine(Repository.Root, "workflows"));

        result.Output.ShouldContain("\n0 errors, ");
        result.Output.ShouldNotContain("not-decided");
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Check_SomeWrongSomeUnreadable_TellsAllAndTheWorst()
    {
        var unknown = File("unknown.json", TwoWaits.Replace("Elsa.WriteLine", "Elsa.HttpEndpoint", StringComparison.Ordinal));
        var cut = File("cut.json", TwoWaits[..40]);

        var wrong = await RunAsync("workflows", "check", unknown);
        var worse = await RunAsync("workflows", "check", cut, unknown);

        wrong.ExitCode.ShouldBe(1);
        wrong.Output.ShouldContain($"{unknown}: error unknown-activity at $.root.activities[1].type: ");
        worse.ExitCode.ShouldBe(2);
        worse.Output.ShouldContain($"{cut}: error invalid-json at $: ");
        worse.Output.ShouldContain("2 errors, 0 warnings");
    }

    [Fact]
    public async Task Run_ResumedByIdAndByOutcome_PrintsEachStep()
    {
        var result = await RunAsync("workflows", "run", File("twee.json", TwoWaits), "--resume", "e1", "--resume", "intake=Withdrawn");

        result.Output.ShouldBe(
            """[{"lines":[],"subStatus":"Suspended","waiting":["e1"]},"""
            + """{"resumed":"e1","lines":["done"],"subStatus":"Suspended","waiting":["intake"]},"""
            + """{"resumed":"intake","lines":[],"subStatus":"Finished","waiting":[]}]""" + Environment.NewLine);
        result.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("intake", "nothing waits at 'intake'; expected one of [e1].")]
    [InlineData("e1=Due", "'e1' cannot end with 'Due'; expected one of [Done].")]
    public async Task Run_ResumeThatCannotBe_SaysWhatCan(string resume, string reason)
    {
        var result = await RunAsync("workflows", "run", File("twee.json", TwoWaits), "--resume", resume);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(reason);
    }

    [Fact]
    public async Task Simulate_TellsEachMomentAndTheSums()
    {
        string[] command = ["workflows", "simulate", File("twee.json", TwoWaits.Replace("Elsa.Event", "Elsa.Delay", StringComparison.Ordinal))];

        var result = await RunAsync([.. command, "--from", "2026-11-24", "--outcome", "intake=Withdrawn"]);

        result.Output.ShouldStartWith("2026-11-24 09:01  WaitOver         e1");
        result.Output.ShouldContain("2026-12-08 12:00  TaskDone         intake                        Intake: Withdrawn");
        result.Output.ShouldContain("1 TaskOpened, 1 TaskReminded, 1 TaskDone, 1 WaitOver, 1 Ended");
        result.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("--days is 0; expected 1 to 3653", "--days", "0")]
    [InlineData("--outcome is 'intake'; expected id=OUTCOME", "--outcome", "intake")]
    [InlineData("--outcome names 'x', which the definition lacks", "--outcome", "x=Done")]
    [InlineData("'intake' cannot end with 'No'; expected one of [Done, Withdrawn]", "--outcome", "intake=No")]
    public async Task Simulate_ArgumentThatMeansNothing_IsRefused(string reason, params string[] args)
    {
        var result = await RunAsync(["workflows", "simulate", File("twee.json", TwoWaits), .. args]);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(reason);
    }

    [Theory]
    [InlineData("done", "1 same, 0 different", 0)]
    [InlineData("gone", "r1: step 0: lines [done], expected [gone]", 1)]
    public async Task Replay_EndsWithTheSums(string line, string told, int exitCode)
    {
        var result = await RunAsync("workflows", "replay", File("runs.jsonl", Recording.Replace("LINE", line, StringComparison.Ordinal)));

        result.Output.ShouldContain(told);
        result.ExitCode.ShouldBe(exitCode);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("""{"id":"r","definition":{},"steps":[null]}""")]
    [InlineData("""{"id":"r","definition":{"root":{"id":"w","type":"Elsa.WriteLine"}},"steps":[{},{"lines":null}]}""")]
    public async Task Replay_LineThatIsNoRecording_IsADifference(string line)
    {
        var result = await RunAsync("workflows", "replay", File("runs.jsonl", line));

        result.Output.ShouldContain("is no recording");
        result.Output.ShouldEndWith($"0 same, 1 different{Environment.NewLine}");
        result.ExitCode.ShouldBe(1);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<CommandResult> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return new CommandResult(await CommandLine.RunAsync(args, output, error), output.ToString(), error.ToString());
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
