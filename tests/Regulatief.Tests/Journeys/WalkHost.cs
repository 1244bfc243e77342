using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>The product in Development on a port, with the demo's people and cases, that knows which of its routes were asked for and what it answered.</summary>
internal sealed class WalkHost : RegulatiefHost
{
    private readonly Asked _asked = new();

    private readonly bool _asksFactor;

    private WalkHost(TestDatabase database, bool asksFactor) : base(database, Environments.Development)
    {
        _asksFactor = asksFactor;
        // Settings name a port; many of these run at once.
        UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
    }

    /// <summary>Whether the product ever answered well, by route.</summary>
    public IReadOnlyDictionary<string, bool> Answered => _asked.Answers;

    /// <summary>By a name: a passkey belongs to one, and an address of the network is none.</summary>
    public Uri Address => new UriBuilder(ClientOptions.BaseAddress) { Host = "localhost" }.Uri;

    /// <summary>Every route that a person's browser can come to: what is not the API's, and no file.</summary>
    public IReadOnlyList<string> Routes =>
    [
        .. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(IsForPeople).SelectMany(NamesOf).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>With the demo made anew.</summary>
    public static WalkHost Start() => Start(new SqliteDatabase(), asksFactor: false);

    /// <summary>On a copy of the database of another.</summary>
    /// <param name="asksFactor">Whether who works here must have a second factor, as everywhere outside Development.</param>
    public static WalkHost Start(string file, bool asksFactor)
    {
        var database = new SqliteDatabase();
        File.Copy(file, FileOf(database));
        return Start(database, asksFactor);
    }

    /// <summary>Puts all that is stored into one file.</summary>
    public async Task<string> CopyAsync(string file)
    {
        await ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        File.Copy(FileOf(Database), file);
        return file;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("SecondFactor:Required", $"{_asksFactor}");
    }

    protected override void Replace(IServiceCollection services) => services.AddSingleton<IStartupFilter>(_asked);

    private static WalkHost Start(SqliteDatabase database, bool asksFactor)
    {
        var host = new WalkHost(database, asksFactor);
        host.StartServer();
        return host;
    }

    private static string FileOf(TestDatabase database) => new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;

    private static bool IsForPeople(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action && typeof(Controller).IsAssignableFrom(action.ControllerTypeInfo);

    private static IEnumerable<string> NamesOf(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => NameOf(method, endpoint.RoutePattern));

    private static string NameOf(string method, RoutePattern route) => $"{method} /{route.RawText!.TrimStart('/')}";

    /// <summary>Stands before everything else and notes for each answer the route that gave it.</summary>
    private sealed class Asked : IStartupFilter
    {
        public ConcurrentDictionary<string, bool> Answers { get; } = new();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, go) =>
            {
                // No jobs run here, so a page that waits for them would renew itself for ever, in the midst of what is done next.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.Remove("Refresh");
                    return Task.CompletedTask;
                });
                await go(context);
                if (context.GetEndpoint() is not RouteEndpoint endpoint) return;
                var isGood = context.Response.StatusCode < StatusCodes.Status400BadRequest;
                Answers.AddOrUpdate(NameOf(context.Request.Method, endpoint.RoutePattern), isGood, (_, before) => before || isGood);
            });
            next(app);
        };
    }
}
