using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Engine.Definitions;

namespace Regulatief.Cases.Definitions;

/// <summary>One version of a definition as kept here. One that was ever published, or came from a file, never changes its text.</summary>
public sealed class StoredDefinition
{
    public const int MaxDefinitionId = 100;

    public const int MaxName = 200;

    public const int MaxRevision = 16;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string DefinitionId { get; init; }

    public required int Version { get; init; }

    public string Name { get; private set; } = "";

    /// <summary>Null when the drawing has none.</summary>
    public string? Description { get; private set; }

    /// <summary>The drawing, with the <c>definitionId</c>, <c>name</c> and <c>version</c> of this row.</summary>
    public string Json { get; private set; } = "";

    /// <summary>Changes with every change of the text. In the WHERE of each update, so that what was judged is what is published.</summary>
    public string Revision { get; private set; } = "";

    /// <summary>The revision that the last save replaced. Studio saves again before it has read the answer to its last save.</summary>
    public string? SavedOver { get; private set; }

    /// <summary>At most one version of a definition is: it is what new cases get. In the WHERE of each update, so that no save writes into what was published meanwhile.</summary>
    public bool IsPublished { get; private set; }

    /// <summary>The first time; null when it never was.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    public bool IsLatest { get; set; }

    /// <summary>SHA-256 of the file this version was imported from; null for one made here.</summary>
    public string? ImportedHash { get; private init; }

    public DateTimeOffset SavedAt { get; private set; }

    /// <summary>Null for a shipped one.</summary>
    public Guid? SavedById { get; private set; }

    /// <summary>Whether its text never changes any more.</summary>
    public bool IsFrozen => PublishedAt is not null || ImportedHash is not null;

    public static StoredDefinition FromFile(string definitionId, int version, Drawing drawing, string hash, DateTimeOffset at)
    {
        var stored = new StoredDefinition { DefinitionId = definitionId, Version = version, ImportedHash = hash };
        stored.Become(drawing, at, null);
        return stored;
    }

    /// <summary>Takes over a drawing.</summary>
    public void Save(Drawing drawing, DateTimeOffset at, Guid by)
    {
        if (IsFrozen) throw new InvalidOperationException($"Definition {DefinitionId} version {Version} is frozen: a save makes the next version.");
        SavedOver = Revision.Length == 0 ? null : Revision;
        Become(drawing, at, by);
    }

    /// <summary>To be done by <see cref="DefinitionVersions"/>, which retracts the others.</summary>
    public void Publish(DateTimeOffset at) => (IsPublished, PublishedAt) = (true, PublishedAt ?? at);

    public void Retract() => IsPublished = false;

    public static string RevisionOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..MaxRevision];

    /// <summary>What no row holds.</summary>
    public static IEnumerable<DefinitionProblem> TooLong(string definitionId, string name)
    {
        if (definitionId.Length > MaxDefinitionId) yield return TooLong("$.definitionId", definitionId.Length, MaxDefinitionId);
        if (name.Length > MaxName) yield return TooLong("$.name", name.Length, MaxName);
    }

    private static DefinitionProblem TooLong(string path, int length, int most) =>
        new("text-too-long", path, $"It has {length} characters; at most {most} are allowed.", ProblemSeverity.Error) { Arguments = [length, most] };

    private void Become(Drawing drawing, DateTimeOffset at, Guid? by)
    {
        (Name, Description, Json, Revision) = (drawing.Name, drawing.Description, drawing.Json, RevisionOf(drawing.Json));
        (SavedAt, SavedById) = (at, by);
    }
}

/// <summary>What a version draws.</summary>
/// <param name="Description">Null when it has none.</param>
/// <param name="Json">With the definition's id, its name and the version's number in it.</param>
public sealed record Drawing(string Name, string? Description, string Json);

internal sealed class StoredDefinitionConfiguration : IEntityTypeConfiguration<StoredDefinition>
{
    public void Configure(EntityTypeBuilder<StoredDefinition> builder)
    {
        builder.ToTable("Definitions");
        builder.Property(d => d.DefinitionId).HasMaxLength(StoredDefinition.MaxDefinitionId);
        builder.Property(d => d.Name).HasMaxLength(StoredDefinition.MaxName);
        builder.Property(d => d.Revision).HasMaxLength(StoredDefinition.MaxRevision).IsConcurrencyToken();
        builder.Property(d => d.SavedOver).HasMaxLength(StoredDefinition.MaxRevision);
        builder.Property(d => d.IsPublished).IsConcurrencyToken();
        builder.HasIndex(d => new { d.DefinitionId, d.Version }).IsUnique();
        builder.Ignore(d => d.IsFrozen);
    }
}
