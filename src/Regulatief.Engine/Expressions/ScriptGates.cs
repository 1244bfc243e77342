using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;
using Regulatief.Engine.Ports;
using JintEngine = Jint.Engine;

namespace Regulatief.Engine.Expressions;

/// <summary>The gates before an interpreter's built-ins. Each looks at the budget; some also bound what one call makes, as it would be past every
/// limit before the next look.</summary>
/// <remarks>What a bounded call is given is made plain first: asked a second time, an object may answer otherwise.</remarks>
internal sealed class ScriptGates
{
    private const string OfTexts = "String.prototype.";
    private const int MaxPatternGroups = 100;

    private readonly JintEngine engine;
    private readonly Action look;
    private readonly Dictionary<string, Before> bounds;
    private readonly Dictionary<string, Body> own;

    /// <param name="look">Looks at the budget and at what is left of the stack.</param>
    public ScriptGates(JintEngine engine, Action look)
    {
        (this.engine, this.look) = (engine, look);
        bounds = new()
        {
            ["String.prototype.repeat"] = (self, a) => Bounded(self, [Number(a, 0)], b => Length(self) * b[0].AsNumber()),
            ["String.prototype.padStart"] = Padded,
            ["String.prototype.padEnd"] = Padded,
            ["String.prototype.concat"] = (self, a) => Bounded(self, [.. a.Select(Text)], b => Length(self) + b.Sum(Length)),
            ["String.prototype.replace"] = (self, a) => Replaced(self, At(a, 0), At(a, 1), Length(self)),
            ["String.prototype.replaceAll"] = (self, a) => Replaced(self, At(a, 0), At(a, 1), Length(self)),
            ["String.prototype.match"] = (self, a) => (self, [Pattern(At(a, 0))]),
            ["String.prototype.matchAll"] = (self, a) => (self, [Pattern(At(a, 0))]),
            ["String.prototype.search"] = (self, a) => (self, [Pattern(At(a, 0))]),
            ["RegExp.prototype.Symbol(Symbol.replace)"] = (self, a) => Text(At(a, 0)) is var text ? Replaced(self, text, At(a, 1), Length(text)) : default,
            ["String.raw"] = Raw,
            ["Array.prototype.join"] = (self, a) => Joined(self, At(a, 0)),
            ["Array.prototype.toLocaleString"] = (self, a) => Joined(self, JsValue.Undefined),
            ["Array.prototype.concat"] = Concatenated,
        };
        own = new()
        {
            ["JSON.stringify"] = (_, a) => Stringify(At(a, 0), At(a, 1), At(a, 2)),
            ["Array.prototype.flat"] = Flat,
        };
    }

    private delegate JsValue Body(JsValue self, JsValue[] arguments);

    /// <summary>A call, and what the built-in is given in its place.</summary>
    private delegate (JsValue Self, JsValue[] Arguments) Before(JsValue self, JsValue[] arguments);

    /// <summary>The function to stand in the place of a built-in.</summary>
    /// <param name="path">Where it stands, such as <c>String.prototype.repeat</c>.</param>
    public ClrFunction Around(JsValue builtIn, string path)
    {
        var before = bounds.GetValueOrDefault(path);
        var body = own.GetValueOrDefault(path) ?? ((self, arguments) => engine.Call(builtIn, self, arguments));
        var isOfText = path.StartsWith(OfTexts, StringComparison.Ordinal);
        var isBinding = path == "Function.prototype.bind";
        return new ClrFunction(engine, path[(path.LastIndexOf('.') + 1)..], (self, arguments) =>
        {
            look();
            var plain = isOfText && !self.IsNull() && !self.IsUndefined() ? Text(self) : self;
            foreach (var argument in arguments)
            {
                ScriptBudget.RefuseLongerThan(argument.IsString() ? Length(argument) : 0);
            }

            (plain, arguments) = before?.Invoke(plain, arguments) ?? (plain, arguments);
            var result = body(plain, arguments);

            // A bound built-in would be called past its gate.
            return isBinding ? Around(result, "bound") : result;
        });
    }

    /// <summary>The constructor of patterns, which must be short: some are as slow to read as others to match.</summary>
    public ObjectInstance AroundPatterns(ObjectInstance constructor) => engine.Advanced.CreateProxy(constructor, new PatternGate(this));

    /// <summary>A value as JSON; <c>undefined</c> for what JSON cannot hold. Every member is a look at the budget, and at most
    /// <see cref="ScriptLimits.MaxArrayLength"/> are written: a list that holds another twice has no end otherwise.</summary>
    public JsValue Stringify(JsValue value, JsValue replacer, JsValue space)
    {
        var names = replacer is JsArray list ? Items(list).Select(TypeConverter.ToString).ToHashSet(StringComparer.Ordinal) : null;
        var count = 0;
        var member = new ClrFunction(engine, "member", (holder, arguments) =>
        {
            look();
            RefuseMoreThan(++count);
            if (names is not null && holder is not JsArray && arguments[0].ToString() is { Length: > 0 } name && !names.Contains(name))
            {
                return JsValue.Undefined;
            }

            var written = replacer.IsCallable() ? engine.Call(replacer, holder, arguments) : arguments[1];
            ScriptBudget.RefuseLongerThan(written.IsString() ? Length(written) : 0);
            return written;
        });
        return new JsonSerializer(engine).Serialize(value, member, space);
    }

    private (JsValue Self, JsValue[] Arguments) Padded(JsValue self, JsValue[] arguments)
    {
        JsValue[] plain = At(arguments, 1).IsUndefined() ? [Number(arguments, 0)] : [Number(arguments, 0), Text(arguments[1])];
        return Bounded(self, plain, b => b[0].AsNumber());
    }

    /// <summary>A replacement can stand before, between and after all characters, and <c>$</c> in it for the whole text each time.</summary>
    private static (JsValue Self, JsValue[] Arguments) Replaced(JsValue self, JsValue sought, JsValue replacement, double length)
    {
        var pattern = sought.IsObject() ? sought : Text(sought);
        if (replacement.IsCallable())
        {
            return (self, [pattern, replacement]);
        }

        var plain = Text(replacement);
        var each = plain.AsString().Contains('$', StringComparison.Ordinal) ? Length(plain) * (length + 1) : Length(plain);
        return Bounded(self, [pattern, plain], _ => (length + 1) * each);
    }

    private (JsValue Self, JsValue[] Arguments) Raw(JsValue self, JsValue[] arguments)
    {
        JsValue[] parts = At(arguments, 0) is ObjectInstance template && template.Get("raw") is ObjectInstance raw ? [.. Items(raw).Select(Text)] : [];
        var plain = new JsObject(engine);
        plain.Set("raw", new JsArray(engine, parts));
        return Bounded(self, [plain, .. arguments.Skip(1).Select(Text)], b => parts.Sum(Length) + b.Skip(1).Sum(Length));
    }

    /// <summary>A text that is in the list by its length, anything else by one: what that becomes is made by script or by another gate.</summary>
    private (JsValue Self, JsValue[] Arguments) Joined(JsValue self, JsValue separator)
    {
        if (self is not ObjectInstance list)
        {
            return (self, [separator]);
        }

        var (items, plain) = (Items(list), separator.IsUndefined() ? separator : Text(separator));
        return Bounded(new JsArray(engine, items), [plain], b => items.Sum(item => Length(item) + Length(b[0])));
    }

    private static (JsValue Self, JsValue[] Arguments) Concatenated(JsValue self, JsValue[] arguments)
    {
        RefuseMoreThan(arguments.Prepend(self).Sum(a => a is JsArray list ? list.Length : 1.0));
        return (self, arguments);
    }

    private JsArray Flat(JsValue self, JsValue[] arguments)
    {
        if (self is not ObjectInstance list)
        {
            return new JsArray(engine);
        }

        var levels = At(arguments, 0).IsUndefined() ? 1 : TypeConverter.ToNumber(arguments[0]);
        var flat = new List<JsValue>();
        var pending = new Stack<(JsValue Item, double Levels)>([(list, levels + 1)]);
        while (pending.TryPop(out var next))
        {
            look();
            RefuseMoreThan(flat.Count + pending.Count);
            if (next.Levels > 0 && (next.Item == list || next.Item is JsArray))
            {
                foreach (var item in Items((ObjectInstance)next.Item).Reverse())
                {
                    pending.Push((item, next.Levels - 1));
                }
            }
            else
            {
                flat.Add(next.Item);
            }
        }

        return new JsArray(engine, [.. flat]);
    }

    /// <summary>A copy of what a list holds now.</summary>
    private static JsValue[] Items(ObjectInstance list)
    {
        var length = TypeConverter.ToNumber(list.Get("length"));
        RefuseMoreThan(length);
        var items = new JsValue[double.IsNaN(length) || length < 0 ? 0 : (int)length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = list.Get(JsNumber.Create(i));
        }

        return items;
    }

    private static JsValue Pattern(JsValue value)
    {
        if (value.IsObject() || value.IsUndefined())
        {
            return value;
        }

        var plain = Text(value);
        var written = plain.AsString();
        return written.Length <= ScriptLimits.MaxPatternLength && written.Count(c => c == '(') <= MaxPatternGroups
            ? plain
            : throw new ActivityFaultException(
                "script-regex", $"A script made a pattern of more than {ScriptLimits.MaxPatternLength} characters or {MaxPatternGroups} groups.");
    }

    private static (JsValue Self, JsValue[] Arguments) Bounded(JsValue self, JsValue[] arguments, Func<JsValue[], double> length)
    {
        ScriptBudget.RefuseLongerThan(length(arguments));
        return (self, arguments);
    }

    private static void RefuseMoreThan(double items)
    {
        if (items > ScriptLimits.MaxArrayLength)
        {
            throw new ActivityFaultException("script-memory", $"A script made a list of more than {ScriptLimits.MaxArrayLength} items.");
        }
    }

    private static JsValue Text(JsValue value)
    {
        var text = value.IsString() ? value : JsString.Create(TypeConverter.ToString(value));
        ScriptBudget.RefuseLongerThan(Length(text));
        return text;
    }

    private static double Length(JsValue value) => value is JsString text ? text.Length : 1;

    private static JsNumber Number(JsValue[] arguments, int index) => JsNumber.Create(TypeConverter.ToNumber(At(arguments, index)));

    private static JsValue At(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    private sealed class PatternGate(ScriptGates gates) : ProxyHandler
    {
        public override JsValue? Apply(ObjectInstance target, JsValue thisObject, JsValue[] arguments) =>
            gates.engine.Call(target, thisObject, Plain(arguments));

        public override ObjectInstance? Construct(ObjectInstance target, JsValue[] arguments, JsValue newTarget) =>
            gates.engine.Construct(target, Plain(arguments));

        private JsValue[] Plain(JsValue[] arguments)
        {
            gates.look();
            return [Pattern(At(arguments, 0)), .. arguments.Skip(1)];
        }
    }
}
