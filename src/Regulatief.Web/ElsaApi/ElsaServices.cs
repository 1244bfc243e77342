using Regulatief.Web.ElsaApi.TestRuns;

namespace Regulatief.Web.ElsaApi;

internal static class ElsaServices
{
    /// <summary>Elsa's server API for the designer: what it needs beside its handlers.</summary>
    public static IServiceCollection AddElsaApi(this IServiceCollection services)
    {
        services.AddSignalR();
        return services.AddSingleton<ElsaRefusals>().AddSingleton<TestRunShelf>().AddSingleton<HubTickets>().AddSingleton<LiveConnections>()
            .AddHostedService(provider => provider.GetRequiredService<LiveConnections>());
    }
}
