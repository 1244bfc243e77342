using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;

namespace Regulatief.Cases.Definitions;

/// <summary>Brings definition files in. All reasons against a file are told at once, and a refused file changes nothing.</summary>
public sealed class DefinitionImport(RegulatiefDbContext db, DefinitionJudge judge, TimeProvider time)
{
    /// <summary>Several nodes start together, each with the same files.</summary>
    private const int MaxAttempts = 5;

    private const string MissingId = "missing-definition-id";

    private static readonly JsonSerializerOptions Written = new() { MaxDepth = DefinitionReader.MaxDepth };

    /// <summary>Imports the shipped definitions, each in its own transaction.</summary>
    /// <exception cref="DefinitionRefusedException">A file cannot run here.</exception>
    public async Task ImportFolderAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            await ImportAsync(Path.GetFileName(file), await File.ReadAllTextAsync(file, cancellationToken), cancellationToken);
    }

    /// <summary>Imports one file in a transaction of its own. Where another node was first with the same file, that is the answer.</summary>
    /// <exception cref="DefinitionRefusedException">It holds errors; the exception lists all of them.</exception>
    public async Task<StoredDefinition> ImportAsync(string fileName, string json, CancellationToken cancellationToken)
    {
        var reading = AsFile(judge.Check(json));
        reading.RefuseIfWrong(fileName);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var imported = await AddAsync(reading.Definition!, json, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return imported;
            }
            catch (DbUpdateException exception) when (attempt < MaxAttempts && exception.IsSomeoneFirst())
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>
    /// A file seen before changes nothing. A new one over a version that came from a file is published as the next version; over one that was
    /// changed here it arrives as a draft, and the designers are told. Saves nothing.
    /// </summary>
    /// <param name="definition">What the file holds, judged.</param>
    public async Task<StoredDefinition> AddAsync(WorkflowDefinition definition, string json, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        var versions = await DefinitionVersions.OfAsync(db, definition.DefinitionId, cancellationToken);
        if (versions.All.FirstOrDefault(v => v.ImportedHash == hash) is { } seen) return seen;

        var wasChangedHere = versions.Latest is { ImportedHash: null };
        var imported = StoredDefinition.FromFile(definition.DefinitionId, versions.NextVersion, DrawingOf(definition, json, versions.NextVersion), hash, time.GetUtcNow());
        versions.Add(imported);
        if (wasChangedHere) await TellDesignersAsync(imported, cancellationToken);
        else versions.Publish(imported, imported.SavedAt);
        return imported;
    }

    /// <summary>What is asked of a file beside its drawing: that its definition can be told from others.</summary>
    public static DefinitionReading AsFile(DefinitionReading reading) => reading.Definition is not { } definition ? reading : reading with
    {
        Problems =
        [
            .. reading.Problems.Select(p => p.Code == MissingId ? p with { Severity = ProblemSeverity.Error } : p),
            .. StoredDefinition.TooLong(definition.DefinitionId, definition.Name),
        ],
    };

    /// <summary>The file as it came, but for its number: that is this database's.</summary>
    private static Drawing DrawingOf(WorkflowDefinition definition, string json, int version)
    {
        if (definition.Version == version) return new(definition.Name, definition.Description, json);

        var document = (JsonObject)definition.Source.DeepClone();
        document["version"] = version;
        return new(definition.Name, definition.Description, document.ToJsonString(Written));
    }

    private async Task TellDesignersAsync(StoredDefinition draft, CancellationToken cancellationToken)
    {
        var designers = await db.Accounts.Active(AccountRole.Designer).Select(a => a.Id).ToListAsync(cancellationToken);
        db.Notices.AddRange(designers.Select(id => new Notice { AccountId = id, Role = AccountRole.Designer, Kind = NoticeKind.DefinitionKeptAsDraft, SubjectId = draft.Id, At = draft.SavedAt }));
    }
}
