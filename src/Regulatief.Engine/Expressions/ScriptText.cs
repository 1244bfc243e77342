using Acornima.Ast;
using Jint;
using JintEngine = Jint.Engine;

namespace Regulatief.Engine.Expressions;

/// <summary>Bounds the built-in calls that make a text out of nothing: a single call is past the memory limit before it is checked.</summary>
internal static class ScriptText
{
    /// <summary>V8's words for it.</summary>
    public const string TooLongMessage = "Invalid string length";

    private static readonly Prepared<Script> Prelude = JintEngine.PrepareScript($$"""
        (() => {
          const max = {{ScriptLimits.MaxTextLength}};
          const refuse = () => { throw new RangeError("{{TooLongMessage}}"); };
          const bound = (prototype, name, length) => {
            const original = prototype[name];
            prototype[name] = function (...args) {
              if (length(this, args) > max) refuse();
              return Reflect.apply(original, this, args);
            };
          };
          const size = value => String(value).length;
          bound(String.prototype, "repeat", (text, [count]) => size(text) * Number(count));
          for (const name of ["padStart", "padEnd"]) bound(String.prototype, name, (text, [width]) => Number(width));
          for (const name of ["replace", "replaceAll"]) {
            bound(String.prototype, name, (text, [pattern, by]) =>
              typeof by === "function" ? 0 : (size(text) + 1) * size(by) * (size(by) > 1 && String(by).includes("$") ? size(text) + 1 : 1));
          }
          for (const name of ["join", "toLocaleString"]) {
            bound(Array.prototype, name, (list, [separator]) => {
              let total = list.length * (separator === undefined ? 1 : size(separator));
              for (let i = 0; i < list.length && total <= max; i++) total += typeof list[i] === "string" ? list[i].length : 1;
              return total;
            });
          }
        })()
        """);

    public static void Bound(JintEngine engine) => engine.Execute(Prelude);
}
