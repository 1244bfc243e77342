using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting;

internal static class JobServices
{
    /// <summary>Hangfire's storage follows the database; with SQLite it is in memory, which loses nothing: rows are the promise, jobs the nudge.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        var connectionString = configuration.GetConnectionString("Regulatief");
        services.AddHangfire(hangfire => _ = database.Provider switch
        {
            DatabaseProvider.PostgreSql => hangfire.UsePostgreSqlStorage(storage => storage.UseNpgsqlConnection(connectionString)),
            DatabaseProvider.SqlServer => hangfire.UseSqlServerStorage(connectionString),
            _ => (IGlobalConfiguration)hangfire.UseInMemoryStorage(new InMemoryStorageOptions()),
        });
        services.AddSingleton<DueWorkNudge>();
        services.AddSingleton<DueWorkSweep>();
        if (Roles.In(configuration) == Role.Web) return services;

        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 2;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        });
        services.AddHostedService(provider => provider.GetRequiredService<DueWorkSweep>());
        return services;
    }
}
