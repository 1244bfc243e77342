using System.Diagnostics;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Expressions;

public class ScriptSandboxTests
{
    [Theory]
    [InlineData("while (true) {}", "script-timeout")]
    [InlineData("for (;;) { try { while (true) {} } catch { } }", "script-timeout")]
    [InlineData("const f = () => f(); f()", "script-recursion")]
    [InlineData("let a = []; a = [a]; const f = n => n === 0 ? [] : [f(n - 1)]; f(100000)", "script-recursion")]
    [InlineData("'x'.repeat(2 ** 31)", "script-memory")]
    [InlineData("'x'.padEnd(2 ** 30)", "script-memory")]
    [InlineData("let s = 'x'; for (;;) s += s", "script-memory")]
    [InlineData("new Array(99999).fill('x'.repeat(99999)).join('')", "script-memory")]
    [InlineData("'a'.repeat(99999).replaceAll('a', 'b'.repeat(99999))", "script-memory")]
    [InlineData("/^(a+)+$/.test('a'.repeat(40) + '!')", "script-regex")]
    [InlineData("new Array(4294967295).fill(1).length", "script-memory")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')", "script-error")]
    [InlineData("importNamespace('System')", "script-error")]
    [InlineData("getN.constructor('return 1')()", "script-error")]
    [InlineData("eval('1 + 1')", "script-error")]
    [InlineData("throw new Error('no')", "script-error")]
    [InlineData("this is not JavaScript", "script-error")]
    public void Script_PastALimit_IsAnIncidentWithinASecond(string script, string kind)
    {
        var started = Stopwatch.GetTimestamp();

        var run = TestRun.Start(A.WriteLine("line", script), A.Variable("N", "Int32", 0));

        run.Result.Incidents.ShouldHaveSingleItem().Kind.ShouldBe(kind, run.Result.Incidents[0].Message);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("typeof System + typeof require + typeof process + typeof globalThis.host", "undefinedundefinedundefinedundefined")]
    [InlineData("Object.prototype.getN = 1; ({}).getN", "1")]
    public void Script_LookingForAWayOut_FindsNone(string script, string line)
    {
        var run = TestRun.Start(A.WriteLine("line", script));

        run.Lines.ShouldBe([line]);
    }

    [Fact]
    public void Script_ThatPoisonsAPrototype_DoesNotReachTheNext()
    {
        var poison = A.WriteLine("poison", "Array.prototype.map = () => ['stolen']; 'done'");
        var next = A.WriteLine("next", "[1].map(x => x + 1).join()");

        var run = TestRun.Start(A.Sequence(poison, next));

        run.Lines.ShouldBe(["done", "2"]);
    }

    [Fact]
    public void Script_OfTheSameRequest_SeesTheSameChanceAndTime()
    {
        var root = A.WriteLine("line", "`${Math.random()} ${getGuidString()} ${new Date().toISOString()} ${Date.now()}`");

        var lines = Enumerable.Range(0, 3).Select(_ => TestRun.Start(root.DeepClone().AsObject()).Lines.Single()).ToList();

        lines.Distinct().ShouldHaveSingleItem().ShouldContain("2026-11-23T10:00:00.000Z");
    }

    [Fact]
    public void Script_ReadingTheClock_ThinksInAmsterdam()
    {
        var run = TestRun.Start(A.WriteLine("line", "`${new Date().getHours()} ${new Date(2026, 6, 1).toISOString()}`"));

        run.Lines.ShouldBe(["11 2026-06-30T22:00:00.000Z"]);
    }
}
