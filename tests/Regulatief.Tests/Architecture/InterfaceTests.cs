using Regulatief.Cases.HumanTasks;
using Regulatief.Engine.Ports;
using Regulatief.Web.Hosting;

namespace Regulatief.Tests.Architecture;

/// <summary>An interface is a port of the engine, or has a second implementation in the product. A fake in a test is not one.</summary>
public sealed class InterfaceTests
{
    // What the pipeline asks a request and the pages ask a form, however few there are.
    private static readonly Type[] Questions = [typeof(IDiscloses), typeof(IHasRows)];

    [Fact]
    public void Interfaces_AreAPortOrHaveTwoImplementations()
    {
        var types = Code.Product.SelectMany(assembly => assembly.GetTypes()).ToList();

        types.Where(type => type.IsInterface && type.Namespace != typeof(IActivityCatalog).Namespace && !Questions.Contains(type))
            .Where(type => ImplementationsOf(type, types) < 2).ShouldBeEmpty();
    }

    [Fact]
    public void Control_AnInterfaceWithOneImplementationIsSeen() => ImplementationsOf(typeof(IOfOne), Code.Tests.GetTypes()).ShouldBe(1);

    private static int ImplementationsOf(Type definition, IEnumerable<Type> types) => types.Count(type => !type.IsInterface && !type.IsAbstract
        && type.GetInterfaces().Any(i => i == definition || (i.IsGenericType && i.GetGenericTypeDefinition() == definition)));

    private interface IOfOne;

    private sealed class TheOne : IOfOne;
}
