using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Ports;
using Regulatief.Migrations;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.StartUp;

internal static class CaseServices
{
    /// <summary>The case, its workflows and the database that keeps both.</summary>
    public static IServiceCollection AddRegulatiefCases(this IServiceCollection services, IConfiguration configuration)
    {
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        var connectionString = configuration.GetConnectionString("Regulatief")
            ?? throw new OptionsValidationException("ConnectionStrings:Regulatief", typeof(string), ["ConnectionStrings:Regulatief is not set; expected a connection string."]);

        var danger = configuration.Checked<AcuteDangerOptions>(AcuteDangerOptions.Section, o => o.Problem());
        services.AddSingleton(new DangerCallTerm(danger.AnswerWithin));

        // On SQLite the database's clock is the machine's.
        if (database.Provider != DatabaseProvider.Sqlite)
        {
            services.AddSingleton(new DatabaseClock(TimeProvider.System));
            services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>());
            services.AddHostedService<DatabaseClockReader>();
        }

        return services
            .AddRegulatiefDatabase(database.Provider, connectionString)
            .AddSingleton<IActivityCatalog>(new ActivityCatalog(DomainActivities.All))
            .AddSingleton<WorkflowRunner>()
            .AddSingleton<DefinitionLibrary>()
            .AddScoped<DefinitionJudge>()
            .AddScoped<DefinitionNeeds>()
            .AddScoped<DefinitionImport>()
            .AddScoped<WorkflowHost>()
            .AddScoped<SnapshotReader>()
            .AddScoped<TransitionStore>()
            .AddSingleton<TransitionPlanner>()
            .AddScoped<CaseMigration>()
            .AddRetention(configuration)
            .AddScoped<MoveTargets>()
            .AddScoped<SharingPolicy>()
            .AddSingleton<ReadAuditWriter>()
            .AddScoped<ReadAudit>()
            .AddScoped<AuditTrail>()
            .AddHostedService<ReadAuditService>();
    }

    private static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.Checked<RetentionOptions>(RetentionOptions.Section, o => o.Problem());
        return services.AddSingleton(options.ToSchedule()).AddScoped<CaseErasure>();
    }
}
