using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Definitions;

/// <summary>One version of a definition as kept here. A published one never changes.</summary>
public sealed class StoredDefinition
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string DefinitionId { get; init; }

    public required int Version { get; init; }

    public required string Name { get; set; }

    public required string Json { get; set; }

    public bool IsPublished { get; set; }

    public bool IsLatest { get; set; }

    /// <summary>SHA-256 of the shipped file this version was imported from; null for one made here.</summary>
    public string? ImportedHash { get; set; }

    public required DateTimeOffset SavedAt { get; set; }

    /// <summary>Null for a shipped one.</summary>
    public Guid? SavedById { get; set; }
}

internal sealed class StoredDefinitionConfiguration : IEntityTypeConfiguration<StoredDefinition>
{
    public void Configure(EntityTypeBuilder<StoredDefinition> builder)
    {
        builder.ToTable("Definitions");
        builder.Property(d => d.DefinitionId).HasMaxLength(100);
        builder.HasIndex(d => new { d.DefinitionId, d.Version }).IsUnique();
    }
}
