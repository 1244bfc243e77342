using System.CommandLine;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>accept-restored-audit --reason TEXT</c></summary>
internal static class AcceptRestoredAudit
{
    public static Command Describe()
    {
        var reason = new Option<string>("--reason") { Description = "Why the backup was restored; stays with the anchors.", Required = true };
        var command = new Command("accept-restored-audit", "After a backup was restored: writes an anchor that says so, so that anchors of rows that are lost no longer count as damage.") { reason };
        command.SetAction((parsed, cancellationToken) => AcceptAsync(parsed.GetValue(reason)!, parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> AcceptAsync(string reason, TextWriter output, CancellationToken cancellationToken)
    {
        await using var product = Product.Compose();
        await using var scope = product.Services.CreateAsyncScope();
        await Product.RefuseUnlessMigratedAsync(scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>(), cancellationToken);
        if (product.Services.GetRequiredService<AnchorPlace>() is not { Folder: { } folder, Keys: { CanSign: true } keys })
            throw new CommandException(ExitCode.Unreadable, "Nothing is anchored in a folder: Audit:AnchorFolder and Audit:SigningKeyFile are not both set.");

        // Only a lost end can be accepted: what is damaged otherwise no restore explains.
        var verdict = await scope.ServiceProvider.GetRequiredService<AuditVerifier>().VerifyAsync(folder.Read(keys), cancellationToken);
        if (verdict.Damage is not { Kind: AuditDamageKind.Cut or AuditDamageKind.Rewritten })
            throw new CommandException(ExitCode.Wrong, verdict.IsFine ? "The audit log agrees with its anchors; there is no restore to accept." : "The audit log is damaged in another way than by a restore; run verify-audit.");

        var head = await product.Services.GetRequiredService<AuditSealer>().HeadAsync(cancellationToken) ?? throw new CommandException(ExitCode.Wrong, "The audit log has no seals; start the program first.");
        var anchor = keys.Sign(head, product.Services.GetRequiredService<TimeProvider>().GetUtcNow(), new AcceptedRestore(verdict.Damage.Sequence, reason));
        await folder.WriteAsync(anchor, cancellationToken);
        await output.WriteLineAsync($"The restore is accepted. Rows that were sealed from {verdict.Damage.Sequence} on before it are lost.");
        return ExitCode.Fine;
    }
}
