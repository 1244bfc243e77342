using Mono.Cecil;

namespace Regulatief.Tests.Architecture;

/// <summary>A test that asserts nothing cannot fail: each says what must hold, itself or by a method of the tests that it calls.</summary>
public sealed class AssertionTests
{
    private static readonly Dictionary<string, TypeDefinition> Types = Code.TypesOf(Code.Tests).SelectMany(Nested).ToDictionary(type => type.FullName, StringComparer.Ordinal);

    [Fact]
    public void Tests_EachAssertsSomething() =>
        Types.Values.SelectMany(type => type.Methods).Where(IsTest).Where(test => !Asserts(test)).Select(test => $"{test.DeclaringType.Name}.{test.Name}").ShouldBeEmpty();

    [Fact]
    public void Control_ATestWithoutAnAssertionIsSeen() => Asserts(MethodOf(nameof(Looks))).ShouldBeFalse();

    [Fact]
    public void Control_AnAssertionInAMethodThatIsCalledIsSeen() => Asserts(MethodOf(nameof(AsksAnother))).ShouldBeTrue();

    private static bool IsTest(MethodDefinition method) => method.CustomAttributes.Any(a => a.AttributeType.Name is "FactAttribute" or "TheoryAttribute");

    private static MethodDefinition MethodOf(string name) => Types[typeof(AssertionTests).FullName!].Methods.Single(method => method.Name == name);

    /// <summary>Follows what a test calls as far as it is code of the tests.</summary>
    private static bool Asserts(MethodDefinition test)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var toRead = new Stack<MethodDefinition>([test]);
        while (toRead.TryPop(out var method))
        {
            if (!seen.Add(method.FullName) || !method.HasBody) continue;
            foreach (var called in method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>())
            {
                var owner = called.DeclaringType.GetElementType();
                if (owner.FullName.StartsWith("Shouldly.", StringComparison.Ordinal) || owner.FullName.StartsWith("FsCheck.", StringComparison.Ordinal)
                    || owner.FullName == "Xunit.Assert" || called.Name is nameof(HttpResponseMessage.EnsureSuccessStatusCode) or "AssertConfigurationIsValid") return true;
                if (!Types.TryGetValue(owner.FullName, out var ours)) continue;
                foreach (var next in ours.Methods.Where(m => m.Name == called.Name)) toRead.Push(next);
                // What the compiler made of an async method, a lambda or an iterator stands in a type of its own.
                if (called.Name is ".ctor" or "Start" && ours.Name.StartsWith('<')) foreach (var part in ours.Methods) toRead.Push(part);
            }

            foreach (var machine in method.Body.Variables.Select(v => v.VariableType.GetElementType().FullName).Where(Types.ContainsKey).Where(name => name.Contains('<', StringComparison.Ordinal)))
                foreach (var part in Types[machine].Methods) toRead.Push(part);
        }

        return false;
    }

    private static IEnumerable<TypeDefinition> Nested(TypeDefinition type) => type.NestedTypes.SelectMany(Nested).Prepend(type);

    private static int Looks() => Code.Product.Length;

    private static async Task AsksAnother()
    {
        await Task.Yield();
        Judge(Looks());
    }

    private static void Judge(int count) => count.ShouldBe(3);
}
