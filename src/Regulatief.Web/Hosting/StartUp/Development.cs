using System.CommandLine;

namespace Regulatief.Web.Hosting.StartUp;

/// <summary>Fills an empty database before the first request.</summary>
internal delegate Task Filling(IServiceProvider services, CancellationToken cancellationToken);

/// <summary>
/// What is there for who builds and tries, and for nobody else. Its other half stands with the demo, which a Release build leaves out: then
/// there is no demo to add, in any environment.
/// </summary>
internal static partial class Development
{
    public static IServiceCollection AddDevelopment(this IServiceCollection services, IHostEnvironment environment)
    {
        if (environment.IsDevelopment()) AddDemo(services);
        return services;
    }

    public static RootCommand WithDevelopment(this RootCommand commands)
    {
        AddCommands(commands);
        return commands;
    }

    static partial void AddDemo(IServiceCollection services);

    static partial void AddCommands(RootCommand commands);
}
