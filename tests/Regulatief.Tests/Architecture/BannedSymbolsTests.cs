using System.Reflection;
using Mono.Cecil;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Architecture;

/// <summary>The compiler refuses what BannedSymbols.txt names. Here: that each name exists, since a misspelt line bans nothing, and that the product is free of them.</summary>
public sealed class BannedSymbolsTests
{
    private static readonly string[] Everywhere = SymbolsIn("BannedSymbols.txt");
    private static readonly string[] InTheEngine = [.. Everywhere, .. SymbolsIn("src/Regulatief.Engine/BannedSymbols.txt")];

    [Fact]
    public void Symbols_AllExist() => InTheEngine.Where(symbol => !Exists(symbol)).ShouldBeEmpty();

    [Fact]
    public void Engine_UsesNone() => UsesIn(Code.Engine, InTheEngine).ShouldBeEmpty();

    [Fact]
    public void CasesAndWeb_UseNone() => UsesIn(Code.Cases, Everywhere).Concat(UsesIn(Code.Web, Everywhere)).ShouldBeEmpty();

    [Fact]
    public void Control_AUseIsSeen() => UsesIn(Code.DefinitionOf(typeof(ReaderOfTheClock)), Everywhere).ShouldBe(["P:System.DateTime.UtcNow"]);

    [Fact]
    public void Control_AMisspeltSymbolIsSeen() => Exists("P:System.DateTime.NowUtc").ShouldBeFalse();

    private static string[] SymbolsIn(string file) =>
        [.. Repository.Read(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')[0])];

    private static bool Exists(string symbol)
    {
        var name = symbol[2..];
        if (symbol[0] == 'T') return Type.GetType(name) is not null;

        var dot = name.LastIndexOf('.');
        return Type.GetType(name[..dot])?.GetMember(name[(dot + 1)..]).Length > 0;
    }

    private static IEnumerable<string> UsesIn(Assembly assembly, string[] symbols) =>
        Code.TypesOf(assembly).SelectMany(type => UsesIn(type, symbols).Select(symbol => $"{type.FullName}: {symbol}"));

    private static IEnumerable<string> UsesIn(TypeDefinition type, string[] symbols) => Code.InstructionsOf(type)
        .Select(instruction => instruction.Operand).OfType<MethodReference>()
        .Select(method => symbols.FirstOrDefault(symbol => Names(symbol, method))).OfType<string>().Distinct();

    private static bool Names(string symbol, MethodReference method)
    {
        var type = method.DeclaringType.GetElementType().FullName;
        return symbol == $"T:{type}" || symbol == $"M:{type}.{method.Name}"
            || symbol == $"P:{type}.{method.Name.Replace("get_", "", StringComparison.Ordinal)}";
    }

    private static class ReaderOfTheClock
    {
#pragma warning disable RS0030 // the control of the ban itself
        public static DateTime Read() => DateTime.UtcNow;
#pragma warning restore RS0030
    }
}
