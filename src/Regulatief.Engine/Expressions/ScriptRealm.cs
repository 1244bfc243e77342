using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using JintEngine = Jint.Engine;

namespace Regulatief.Engine.Expressions;

/// <summary>An interpreter whose built-ins are all entered through a gate, or gone. It serves one script after another as long as none of them
/// leaves a trace.</summary>
internal sealed class ScriptRealm : IDisposable
{
    // Made of bytes, waiting for something, or standing before another object: no step of a workflow needs them, and each does work that nothing
    // bounds.
    private static readonly HashSet<string> Gone =
    [
        "ArrayBuffer", "SharedArrayBuffer", "DataView", "Atomics", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array",
        "Int32Array", "Uint32Array", "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "BigInt",
        "Promise", "AsyncDisposableStack", "DisposableStack", "SuppressedError", "FinalizationRegistry", "WeakRef", "WeakMap", "WeakSet",
        "Proxy", "Reflect", "ShadowRealm", "Iterator", "AsyncIterator", "Generator", "TypedArray", "Intl", "Temporal", "eval", "Symbol.for", "Array.fromAsync", "RegExp.prototype.compile",
    ];

    /// <summary>Where a script gets without a name from the global object: by its own words, or by a name that is gone.</summary>
    private const string Roots =
        """
        ({
          'Object.prototype': Object.prototype, 'Function.prototype': Function.prototype, 'String.prototype': String.prototype,
          'Array.prototype': Array.prototype, 'RegExp.prototype': RegExp.prototype, 'Iterator.prototype': Iterator.prototype,
          list: [].values(), text: ''[Symbol.iterator](), matches: 'a'.matchAll(/a/g),
          map: new Map().entries(), set: new Set().entries(), arguments: (function () { return arguments; })(),
        })
        """;

    // The interpreter's own first use takes longer than any script may; that is not the script's fault.
    private const string WarmUp = "[1].map(x => `${x}`).join() + JSON.stringify({ a: new Date(0), b: /a/.test('a') })";

    private static readonly ConcurrentBag<ScriptRealm> Idle = [];

    private readonly RunClock clock = new();
    private readonly JintEngine engine;
    private readonly ScriptGates gates;
    private readonly Dictionary<string, ObjectInstance> roots;
    private readonly Dictionary<JsValue, ClrFunction> gateOf = new(ReferenceEqualityComparer.Instance);
    private readonly GlobalSnapshot clean;
    private readonly List<Trace> traces = [];
    private ScriptBudget? budget;
    private ExpressionScope? scope;

    internal ScriptRealm()
    {
        engine = new JintEngine(options => ScriptLimits.Restrict(options, clock, new ScriptBudget.Limit(() => budget?.Check())));
        gates = new ScriptGates(engine, Look);
        var found = engine.Evaluate(Roots).AsObject();
        roots = found.GetOwnProperties().ToDictionary(p => p.Key.ToString(), p => p.Value.Value.AsObject());
        Close();
        engine.Evaluate(WarmUp);
        clean = engine.Advanced.CaptureGlobalSnapshot();
        Walk((holder, _) => traces.Add(new Trace(holder)), withGates: false);
        traces.RemoveAt(0);
    }

    /// <summary>Runs a script in a realm that is as new.</summary>
    public static ScriptResult Run(Prepared<Script> script, ExpressionScope scope, ScriptBudget budget)
    {
        var realm = Idle.TryTake(out var idle) ? idle : new ScriptRealm();
        var isAsNew = false;
        try
        {
            var result = realm.Evaluate(script, scope, budget);
            isAsNew = realm.IsAsNew;
            return result;
        }
        finally
        {
            if (isAsNew && Idle.Count < Environment.ProcessorCount)
            {
                Idle.Add(realm);
            }
            else
            {
                realm.Dispose();
            }
        }
    }

    /// <summary>Whether all that a script can come to is as it was: then it may serve the next.</summary>
    internal bool IsAsNew => traces.TrueForAll(t => t.IsUntouched());

    public void Dispose() => engine.Dispose();

    /// <summary>The functions that a script can come to without passing a gate, by where they stand: constructors.</summary>
    internal static IReadOnlyList<string> Ungated()
    {
        using var realm = new ScriptRealm();
        var found = new List<string>();
        realm.Walk((holder, path) => found.AddRange(holder is Function && !realm.IsGate(holder) ? [path] : []), withGates: true);
        return found;
    }

    private ScriptResult Evaluate(Prepared<Script> script, ExpressionScope seen, ScriptBudget ofRun)
    {
        (scope, budget, clock.Now) = (seen, ofRun, seen.Now);
        ofRun.Start();
        var bridge = new ScriptBridge(engine, seen, gates, Look);
        bridge.Install();
        var value = bridge.ToJson(engine.Evaluate(script));
        ofRun.Check();
        (scope, budget) = (null, null);
        engine.Advanced.RestoreGlobalSnapshot(clean);
        return new ScriptResult(value, bridge.Outcomes);
    }

    private void Look()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget?.Check();
    }

    /// <summary>Takes away what nothing bounds, and puts a gate before all that is left.</summary>
    private void Close()
    {
        var random = new ClrFunction(engine, "random", (_, _) => JsNumber.Create(scope!.NextFraction()));
        gateOf.Add(engine.GetValue("Math").AsObject().Get("random"), random);
        Walk(Close, withGates: false);
        var patterns = gates.AroundPatterns(engine.GetValue("RegExp").AsObject());
        engine.Global.FastSetProperty("RegExp", new PropertyDescriptor(patterns, PropertyFlag.NonEnumerable));
        roots["RegExp.prototype"].FastSetProperty("constructor", new PropertyDescriptor(patterns, PropertyFlag.NonEnumerable));
        foreach (var gate in gateOf.Values)
        {
            gate.Delete("name");
            gate.PreventExtensions();
        }
    }

    private void Close(ObjectInstance holder, string path)
    {
        foreach (var (key, descriptor) in holder.GetOwnProperties().ToList())
        {
            var at = Below(path, key);
            if (Gone.Contains(at) || (path == "Iterator.prototype" && key.IsString()))
            {
                holder.Delete(key);
            }
            else if (descriptor.Get is not null || descriptor.Set is not null)
            {
                holder.FastSetProperty(key, new GetSetPropertyDescriptor(Gate(descriptor.Get, at), Gate(descriptor.Set, at), descriptor.Enumerable, descriptor.Configurable));
            }
            else if (Gate(descriptor.Value, at) is { } gate)
            {
                holder.FastSetProperty(key, new PropertyDescriptor(gate, descriptor.Writable, descriptor.Enumerable, descriptor.Configurable));
            }
        }
    }

    /// <summary>The gate before a function; null for what is none, and for constructors, which make a new object of what they are given.</summary>
    private ClrFunction? Gate(JsValue? value, string path)
    {
        if (value is not Function function || function.HasOwnProperty("prototype"))
        {
            return null;
        }

        if (!gateOf.TryGetValue(function, out var gate))
        {
            gateOf.Add(function, gate = gates.Around(function, path));
        }

        return gate;
    }

    private bool IsGate(JsValue value) => gateOf.ContainsValue((value as ClrFunction)!);

    /// <summary>Goes through all that a script can come to, each once, by the shortest way.</summary>
    private void Walk(Action<ObjectInstance, string> visit, bool withGates)
    {
        var seen = new HashSet<JsValue>(ReferenceEqualityComparer.Instance);
        var pending = new Queue<(ObjectInstance Holder, string Path)>(roots.Select(r => (r.Value, r.Key)).Prepend((engine.Global, "")));
        while (pending.TryDequeue(out var next))
        {
            if (!seen.Add(next.Holder) || (!withGates && IsGate(next.Holder)))
            {
                continue;
            }

            visit(next.Holder, next.Path);
            foreach (var (key, descriptor) in next.Holder.GetOwnProperties())
            {
                foreach (var found in new[] { descriptor.Get, descriptor.Set, descriptor.Get is null && descriptor.Set is null ? descriptor.Value : null })
                {
                    if (found is ObjectInstance child)
                    {
                        pending.Enqueue((child, Below(next.Path, key)));
                    }
                }
            }

            if (next.Holder.Prototype is { } prototype)
            {
                pending.Enqueue((prototype, Below(next.Path, "__proto__")));
            }
        }
    }

    private static string Below(string path, JsValue key) => path.Length == 0 ? key.ToString() : $"{path}.{key}";

    /// <summary>An object as it was when the realm was new.</summary>
    private sealed class Trace(ObjectInstance holder)
    {
        private readonly ObjectInstance? prototype = holder.Prototype;
        private readonly List<Member> members = [.. holder.GetOwnProperties().Select(Member.Of)];

        public bool IsUntouched()
        {
            if (!holder.Extensible || !ReferenceEquals(holder.Prototype, prototype))
            {
                return false;
            }

            var count = 0;
            foreach (var property in holder.GetOwnProperties())
            {
                if (count == members.Count || !members[count++].Is(Member.Of(property)))
                {
                    return false;
                }
            }

            return count == members.Count;
        }
    }

    private readonly record struct Member(JsValue Key, JsValue? Value, JsValue? Set, (bool IsWritable, bool IsEnumerable, bool IsConfigurable) Rights)
    {
        public static Member Of(KeyValuePair<JsValue, PropertyDescriptor> property) => new(
            property.Key,
            property.Value.Get ?? property.Value.Set ?? property.Value.Value,
            property.Value.Set,
            (property.Value.Writable, property.Value.Enumerable, property.Value.Configurable));

        /// <summary>The very same: what is equal to it is another's.</summary>
        public bool Is(Member other) => Key.Equals(other.Key) && ReferenceEquals(Value, other.Value) && ReferenceEquals(Set, other.Set) && Rights == other.Rights;
    }
}
