using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Soundness;

namespace Regulatief.Cases.Workflows;

/// <summary>Brings definition files in. All reasons against a file are told at once, and a refused file changes nothing.</summary>
public sealed class DefinitionImport(RegulatiefDbContext db, IActivityCatalog catalog, TimeProvider time)
{
    // The nearest states come first. All of the shipped cycle takes 25,000 runs, which is too long for a save that others wait behind.
    private const int RunsToPublish = 5_000;

    /// <summary>Imports the shipped definitions, each in its own transaction.</summary>
    /// <exception cref="DefinitionRefusedException">A file cannot run here.</exception>
    public async Task ImportFolderAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            await ImportAsync(Path.GetFileName(file), await File.ReadAllTextAsync(file, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// A file seen before changes nothing. A new one over a version that came from a file is published as the next version; over one that was
    /// changed here it arrives as a draft, and the designers are told.
    /// </summary>
    /// <exception cref="DefinitionRefusedException">It holds errors; the exception lists all of them.</exception>
    public async Task<StoredDefinition> ImportAsync(string fileName, string json, CancellationToken cancellationToken)
    {
        var definition = Judge(fileName, json);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        var versions = await db.Definitions.Where(d => d.DefinitionId == definition.DefinitionId).OrderBy(d => d.Version).ToListAsync(cancellationToken);
        if (versions.Find(v => v.ImportedHash == hash) is { } seen) return seen;

        var latest = versions.LastOrDefault();
        var wasChangedHere = latest is { ImportedHash: null };
        var imported = new StoredDefinition
        {
            DefinitionId = definition.DefinitionId,
            Version = (latest?.Version ?? 0) + 1,
            Name = definition.Name,
            Json = json,
            ImportedHash = hash,
            IsPublished = !wasChangedHere,
            IsLatest = true,
            SavedAt = time.GetUtcNow(),
        };
        foreach (var version in versions)
        {
            version.IsLatest = false;
            if (imported.IsPublished) version.IsPublished = false;
        }

        db.Definitions.Add(imported);
        if (wasChangedHere) await TellDesignersAsync(imported, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return imported;
    }

    /// <summary>Reads it and judges its drawing: all that is wrong with it, warnings too.</summary>
    public DefinitionReading Check(string json) => Check(json, definition => DefinitionChecker.Check(definition, catalog));

    /// <summary>Reads it and judges it before it is published: what is wrong with its drawing, and with the ways through it that are found soon.</summary>
    public DefinitionReading CheckToPublish(string json) => Check(json, definition => DefinitionChecker.CheckSoundness(definition, catalog, RunsToPublish));

    /// <summary>The same, going every way through it: that takes seconds.</summary>
    public DefinitionReading CheckThoroughly(string json) => Check(json, definition => DefinitionChecker.CheckSoundness(definition, catalog));

    private WorkflowDefinition Judge(string fileName, string json)
    {
        var reading = Check(json);
        return reading is { HasErrors: false, Definition: { } definition }
            ? definition
            : throw new DefinitionRefusedException(fileName, [.. reading.Problems.Where(p => p.Severity == ProblemSeverity.Error)]);
    }

    private DefinitionReading Check(string json, Func<WorkflowDefinition, IReadOnlyList<DefinitionProblem>> check)
    {
        var reading = DefinitionReader.Read(json, catalog);
        return reading.Definition is { } definition ? reading with { Problems = [.. reading.Problems, .. check(definition)] } : reading;
    }

    private async Task TellDesignersAsync(StoredDefinition draft, CancellationToken cancellationToken)
    {
        var designers = await db.Accounts.Where(a => a.Role == AccountRole.Designer && a.IsActive).Select(a => a.Id).ToListAsync(cancellationToken);
        db.Notices.AddRange(designers.Select(id => new Notice { AccountId = id, Kind = NoticeKind.DefinitionKeptAsDraft, SubjectId = draft.Id, At = draft.SavedAt }));
    }
}

/// <summary>A definition that cannot run here: nothing of it was imported.</summary>
public sealed class DefinitionRefusedException(string fileName, IReadOnlyList<DefinitionProblem> problems)
    : Exception($"{fileName} was refused: {string.Join("; ", problems.Select(p => $"{p.Path}: {p.Message}"))}")
{
    public IReadOnlyList<DefinitionProblem> Problems { get; } = problems;
}
