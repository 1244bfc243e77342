using Regulatief.Engine.Expressions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Expressions;

public class ScriptSandboxTests
{
    // They make a new object of what they are given, and call nothing that has no gate. Function makes code of text, which is off.
    private static readonly string[] Constructors =
    [
        "Function.prototype", "Function", "Array", "Boolean", "Date", "Map", "Number", "Object", "Set", "String", "Symbol", "arguments.callee",
        "Error", "AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError",
    ];

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
    public void Script_PastALimit_IsAnIncident(string script, string kind)
    {
        var run = TestRun.Start(A.WriteLine("line", script), A.Variable("N", "Int32", 0));

        run.Result.Incidents.ShouldHaveSingleItem().Kind.ShouldBe(kind, run.Result.Incidents[0].Message);
        run.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);
    }

    /// <summary>Each of these killed the process, or kept it for seconds or gigabytes, as long as the interpreter's built-ins were called unasked.</summary>
    [Theory]
    [InlineData("const o = { toString: String.prototype.trim }; o + ''")]
    [InlineData("const a = []; a.toString = String.prototype.trim; String(a)")]
    [InlineData("const o = {}; o.toJSON = JSON.stringify.bind(null, o); JSON.stringify(o)")]
    [InlineData("let a = [1]; for (let i = 0; i < 30; i++) a = [a, a]; JSON.stringify(a).length")]
    [InlineData("let a = [1]; for (let i = 0; i < 30; i++) a = [a, a]; String(a).length")]
    [InlineData("let a = [1]; for (let i = 0; i < 30; i++) a = [a, a]; a.flat(Infinity).length")]
    [InlineData("let a = [1]; for (let i = 0; i < 30; i++) a = [a, a]; a")]
    [InlineData("let a = new Array(40000).fill(0).reduce(x => [x], []); JSON.stringify(a).length")]
    [InlineData("let a = {}; let r = a; for (let i = 0; i < 99; i++) { r.x = {}; r = r.x; } JSON.stringify(new Array(9999).fill(a), null, 10).length")]
    [InlineData("let b = new Array(9000).fill('xxxxxxxxxx'); new Array(20000).fill(b).map(JSON.stringify).length")]
    [InlineData("let n = 'x'; const o = { toString() { n += n; return n; } }; for (;;) 'a'.repeat(50000).replaceAll('a', o)")]
    [InlineData("let s = 'x'.repeat(90000); let m = new Array(60000).fill(s); ''.concat(...m).length")]
    [InlineData("let s = 'x'.repeat(90000); String.raw({ raw: new Array(60000).fill(s) }).length")]
    [InlineData("new Array(9000).fill({ toString() { return 'x'.repeat(90000); } }).join('').length")]
    [InlineData("const it = { next: Object.prototype.valueOf, value: 1, [Symbol.iterator]: Object.prototype.valueOf }; new Set(it).size")]
    [InlineData("let a = []; a[4294967294] = 1; a.reduce((x, y) => x)")]
    [InlineData("new Promise(() => {})")]
    [InlineData("BigInt('9'.repeat(99999)) > 0")]
    [InlineData("new SharedArrayBuffer(1500000000).byteLength")]
    [InlineData("new Float64Array(100000000).length")]
    [InlineData("Array.prototype.includes.call(new Proxy([], { get: () => 2 ** 53 - 1 }), 2)")]
    [InlineData("new RegExp('('.repeat(3000) + 'a|b' + ')*'.repeat(3000)).test('ab')")]
    public void Script_ThatABuiltInWouldCarryPastTheBudget_IsAnIncident(string script)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var run = TestRun.Start(A.WriteLine("line", script));

        run.Result.Incidents.ShouldHaveSingleItem().Kind.ShouldBeOneOf("script-recursion", "script-memory", "script-timeout", "script-regex", "script-error");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64L << 20);
    }

    [Theory]
    [InlineData("let s = 'x'.repeat(9999); (s += s, s += s, s += s, s += s, s += s, s += s, s += s, s += s, s += s, s += s)")]
    [InlineData("function* g(n) { if (n > 0) yield* g(n - 1); yield 1; } [...g(5000)].length")]
    [InlineData("(async () => { while (true) await 1; })()")]
    [InlineData("import('fs')")]
    [InlineData("let a = 3n; for (let i = 0; i < 24; i++) a = a * a; a > 0n")]
    public void Script_WhoseFormCouldStopTheProcess_IsRefusedUnrun(string script)
    {
        var reading = DefinitionReader.Read(A.Document(A.WriteLine("line", script)).ToJsonString(), A.Catalog);

        reading.Problems.ShouldHaveSingleItem().Code.ShouldBeOneOf("expression-refused", "expression-joins");
    }

    [Fact]
    public void Realm_BeforeItsFirstScript_LetsAScriptComeToNoBuiltInPastAGate() =>
        ScriptRealm.Ungated().Except(Constructors).ShouldBeEmpty();

    /// <summary>To make one takes forty times as long as to run an ordinary script in it.</summary>
    [Fact]
    public void Realm_ThatNothingTouched_MayServeAgain()
    {
        using var realm = new ScriptRealm();

        realm.IsAsNew.ShouldBeTrue();
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
