using System.CommandLine;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>verify-audit [--anchors FOLDER] [--key FILE]</c></summary>
internal static class VerifyAudit
{
    public static Command Describe()
    {
        var anchors = new Option<string>("--anchors") { Description = "The folder of the anchors; the one of Audit:AnchorFolder unless told." };
        var key = new Option<string>("--key") { Description = "The keys that signed them, in PEM, public ones alone will do; the file of Audit:SigningKeyFile unless told." };
        var command = new Command("verify-audit", "Computes the chain of the audit log again: names the first row that is not as it was sealed, and changes nothing.") { anchors, key };
        command.SetAction((parsed, cancellationToken) =>
            VerifyAsync(parsed.GetValue(anchors), parsed.GetValue(key), parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> VerifyAsync(string? folder, string? key, TextWriter output, CancellationToken cancellationToken)
    {
        if (folder is not null && !Directory.Exists(folder)) throw new CommandException(ExitCode.Unreadable, $"{folder}: is no folder; expected one with anchors.");
        var given = key is null ? null : KeysIn(key);

        await using var product = Product.Compose();
        await using var scope = product.Services.CreateAsyncScope();
        await Product.RefuseUnlessMigratedAsync(scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>(), cancellationToken);
        var place = product.Services.GetRequiredService<AnchorPlace>();
        var anchors = (place with { Folder = folder is null ? place.Folder : new AnchorFolder(folder), Keys = given ?? place.Keys }).Read();
        var verdict = await scope.ServiceProvider.GetRequiredService<AuditVerifier>().VerifyAsync(anchors, cancellationToken);

        foreach (var line in Told(verdict, anchors)) await output.WriteLineAsync(line);
        return verdict.IsFine ? ExitCode.Fine : ExitCode.Wrong;
    }

    private static AnchorKeys KeysIn(string path)
    {
        try
        {
            return AnchorKeys.In(path);
        }
        catch (UnusableKeyException e)
        {
            throw new CommandException(ExitCode.Unreadable, $"{path}: cannot be used: {e.Message}");
        }
    }

    private static IEnumerable<string> Told(AuditVerdict verdict, ReadAnchors? anchors)
    {
        yield return $"{verdict.Verified} rows are as they were sealed.";
        if (verdict.Damage is { } damage) yield return $"DAMAGE at {damage.Sequence}: {Words(damage)}";
        yield return verdict.Unsealed == 0 ? "No row waits for its seal." : $"{verdict.Unsealed} rows have no seal, the oldest of {verdict.UnsealedSince:O}.";
        if (verdict.Late > 0) yield return $"{verdict.Late} rows came more than five minutes after a younger one.";
        yield return verdict.Anchors switch
        {
            { State: AnchorState.NoPlace } => "Not compared with anchors: there is no folder to read them from.",
            { State: AnchorState.Untrusted } => $"ANCHORS: {anchors!.Untrusted} were not signed with a key that is known here; of the others the last stands at {verdict.Anchors.Sequence}.",
            { State: AnchorState.None } => "There are no anchors yet.",
            { Sequence: var sequence, At: var at, State: var state } => $"The last anchor stands at {sequence}, of {at:O}: {(state == AnchorState.Agrees ? "the chain agrees with it." : "the chain does not agree.")}",
        };
        if (anchors?.Unreadable > 0) yield return $"{anchors.Unreadable} files with anchors were not written whole.";
        if (anchors?.Restored is { } restored) yield return $"A restore was accepted on {restored.At:O}, rows from {restored.Restored!.From} on were lost: {restored.Restored.Reason}";
    }

    private static string Words(AuditDamage damage) => damage switch
    {
        { Kind: AuditDamageKind.Changed } => $"row {damage.EntryId} of {damage.At:O} was changed, or its seal.",
        { Kind: AuditDamageKind.Removed, EntryId: null } => $"a row is gone, after one of {damage.At:O}.",
        { Kind: AuditDamageKind.Removed } => $"row {damage.EntryId} of {damage.At:O} is gone.",
        { Kind: AuditDamageKind.Swapped } => $"row {damage.EntryId} of {damage.At:O} stands in another's place.",
        { Kind: AuditDamageKind.Inserted } => $"row {damage.EntryId} of {damage.At:O} was put between others.",
        { Kind: AuditDamageKind.Cut } => $"the log ends, after a row of {damage.At:O}, before its last anchor: its end was cut off, or a backup of before was restored.",
        _ => $"what follows a row of {damage.At:O} is not what was anchored: it was written anew, or goes on from a backup of before.",
    };
}
