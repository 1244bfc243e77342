using System.CommandLine;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Demo;
using Regulatief.Web.Hosting.Demo;

namespace Regulatief.Web.Hosting.StartUp;

internal static partial class Development
{
    /// <summary>The demo's clock is the product's. Log-ins keep to the system's, or moving the clock would end them.</summary>
    static partial void AddDemo(IServiceCollection services)
    {
        services.AddSingleton<Filling>(DemoSeed.FillAsync);
        services.AddSingleton<DemoClock>();
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DemoClock>());
        services.ConfigureAll<CookieAuthenticationOptions>(options => options.TimeProvider = TimeProvider.System);
        services.AddSingleton(new AuthenticatorClock(TimeProvider.System));
        services.Configure<BearerTokenOptions>(IdentityConstants.BearerScheme, options => options.TimeProvider = TimeProvider.System);
    }

    static partial void AddCommands(RootCommand commands) => commands.Add(SeedDemo.Describe());
}
