namespace Regulatief.Web.Hosting;

/// <summary>Open to who must have a second factor and has none yet: where it is set up, and the way out.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OpenWithoutFactorAttribute : Attribute;
