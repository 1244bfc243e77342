using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Definitions;

/// <summary>A drawing that was saved on a state that another had replaced: kept apart as a definition of its own, until it is merged.</summary>
public sealed class DefinitionBranch
{
    /// <summary>Its own, as a definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The definition that it left.</summary>
    public required string OfDefinitionId { get; init; }

    /// <summary>The state that it was drawn on.</summary>
    public required string BasedOn { get; init; }

    /// <summary>Who drew it: all later saves of that drawing come here.</summary>
    public required Guid DrawnById { get; init; }

    /// <summary>What it is called among the definitions.</summary>
    public required string KeptAs { get; init; }

    /// <summary>What the drawing itself was called.</summary>
    public required string DrawnAs { get; init; }

    /// <summary>The name that the designer gave: what it is kept as is no change of theirs.</summary>
    public string NameOf(StoredDefinition version) => version.Name == KeptAs ? DrawnAs : version.Name;
}

internal sealed class DefinitionBranchConfiguration : IEntityTypeConfiguration<DefinitionBranch>
{
    public void Configure(EntityTypeBuilder<DefinitionBranch> builder)
    {
        builder.ToTable("DefinitionBranches");
        builder.HasKey(b => b.DefinitionId);
        builder.Property(b => b.DefinitionId).HasMaxLength(StoredDefinition.MaxDefinitionId);
        builder.Property(b => b.OfDefinitionId).HasMaxLength(StoredDefinition.MaxDefinitionId);
        builder.Property(b => b.BasedOn).HasMaxLength(StoredDefinition.MaxRevision);
        builder.Property(b => b.KeptAs).HasMaxLength(StoredDefinition.MaxName);
        builder.Property(b => b.DrawnAs).HasMaxLength(StoredDefinition.MaxName);
        builder.HasIndex(b => new { b.OfDefinitionId, b.BasedOn, b.DrawnById }).IsUnique();
    }
}
