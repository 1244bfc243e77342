using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using Regulatief.Engine.Ports;
using JintEngine = Jint.Engine;

namespace Regulatief.Engine.Expressions;

/// <summary>Bounds the built-in calls that make a text out of nothing: a single call is past the memory limit before it is checked.</summary>
internal static class ScriptText
{
    /// <summary>How long a call's result may become, at most.</summary>
    private delegate double Bound(JsValue self, JsValue[] arguments);

    public static void Limit(JintEngine engine)
    {
        var texts = engine.GetValue("String").AsObject().Get("prototype").AsObject();
        Limit(engine, texts, "repeat", (self, arguments) => Length(self) * Number(arguments, 0));
        Limit(engine, texts, "padStart", (_, arguments) => Number(arguments, 0));
        Limit(engine, texts, "padEnd", (_, arguments) => Number(arguments, 0));
        Limit(engine, texts, "replace", Replaced);
        Limit(engine, texts, "replaceAll", Replaced);
        var lists = engine.GetValue("Array").AsObject().Get("prototype").AsObject();
        Limit(engine, lists, "join", Joined);
        Limit(engine, lists, "toLocaleString", Joined);
    }

    private static void Limit(JintEngine engine, Jint.Native.Object.ObjectInstance prototype, string name, Bound bound)
    {
        var original = prototype.Get(name);
        prototype.Set(name, new ClrFunction(engine, name, (self, arguments) => bound(self, arguments) <= ScriptLimits.MaxTextLength
            ? engine.Call(original, self, arguments)
            : throw new ActivityFaultException("script-memory", $"A script made a text of more than {ScriptLimits.MaxTextLength} characters.")));
    }

    /// <summary>A replacement can stand before, between and after all characters, and <c>$</c> in it for the whole text each time.</summary>
    private static double Replaced(JsValue self, JsValue[] arguments)
    {
        if (arguments.Length < 2 || !arguments[1].IsString())
        {
            return 0;
        }

        var replacement = arguments[1].AsString();
        var each = replacement.Contains('$', StringComparison.Ordinal) ? replacement.Length * (Length(self) + 1) : replacement.Length;
        return (Length(self) + 1) * each;
    }

    /// <summary>A text that is in the list by its length, anything else by one: what that becomes is made by script, under the other
    /// limits.</summary>
    private static double Joined(JsValue self, JsValue[] arguments)
    {
        if (self is not JsArray list)
        {
            return 0;
        }

        var separator = arguments.Length > 0 && arguments[0].IsString() ? arguments[0].AsString().Length : 1;
        return list.Sum(item => Length(item) + separator);
    }

    private static double Length(JsValue value) => value.IsString() ? value.AsString().Length : 1;

    private static double Number(JsValue[] arguments, int index) => arguments.Length > index ? TypeConverter.ToNumber(arguments[index]) : 0;
}
