using System.Reflection;

namespace Regulatief.Web.Hosting;

/// <summary>Which release this is, as <c>CHANGELOG.md</c> names it: in the footer, in <c>/health</c> and by <c>--version</c>.</summary>
public static class ProductVersion
{
    public static string Current { get; } = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
