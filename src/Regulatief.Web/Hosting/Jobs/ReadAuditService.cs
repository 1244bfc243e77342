using Regulatief.Cases.Audit;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Runs the one writer of reads for as long as the host stands.</summary>
internal sealed class ReadAuditService(ReadAuditWriter writer) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => writer.RunAsync(stoppingToken);
}
