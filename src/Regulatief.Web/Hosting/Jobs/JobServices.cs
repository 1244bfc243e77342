using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Regulatief.Cases.Operations;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Jobs;

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
        var outbox = configuration.Checked<OutboxOptions>(OutboxOptions.Section, o => o.Problem());
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(outbox));
        services.AddOutsideClient(nameof(OutboxDelivery));
        services.AddSingleton<OutboxDelivery>();
        services.AddSingleton<NoticeTelling>();
        services.AddSingleton<Housekeeping>();
        services.AddSingleton<AuditSealing>();
        services.AddSingleton<AuditWatch>();
        services.AddSingleton<AuditForwarding>();
        if (Roles.In(configuration) == Role.Web) return services;

        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 2;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        });
        services.AddHostedService(provider => provider.GetRequiredService<DueWorkSweep>());
        services.AddHostedService(provider => provider.GetRequiredService<OutboxDelivery>());
        services.AddHostedService(provider => provider.GetRequiredService<MailDelivery>());
        services.AddHostedService(provider => provider.GetRequiredService<ShortMessageDelivery>());
        services.AddHostedService(provider => provider.GetRequiredService<NoticeTelling>());
        services.AddHostedService(provider => provider.GetRequiredService<Housekeeping>());
        services.AddHostedService(provider => provider.GetRequiredService<AuditSealing>());
        services.AddHostedService(provider => provider.GetRequiredService<AuditWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<AuditForwarding>());
        return services;
    }

    /// <summary>Wherever pages may be open: a web process too.</summary>
    public static IServiceCollection AddNoticeCounter(this IServiceCollection services) =>
        services.AddSingleton<NoticeCounter>().AddHostedService(provider => provider.GetRequiredService<NoticeCounter>());

    /// <summary>How the jobs of each process go is kept in every role: a web process has some too.</summary>
    public static IServiceCollection AddTurns(this IServiceCollection services) => services
        .AddSingleton<Turns>().AddSingleton<JobTurns>().AddSingleton<TurnBook>().AddHostedService(provider => provider.GetRequiredService<TurnBook>());
}
