using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Definitions;

/// <summary>A draft as it was before a save replaced it, kept a while: what another designer still has open, and goes on from.</summary>
public sealed class DraftState
{
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(7);

    public required string DefinitionId { get; init; }

    public required string Revision { get; init; }

    public required string Json { get; init; }

    public required DateTimeOffset ReplacedAt { get; init; }
}

internal sealed class DraftStateConfiguration : IEntityTypeConfiguration<DraftState>
{
    public void Configure(EntityTypeBuilder<DraftState> builder)
    {
        builder.ToTable("DraftStates");
        builder.HasKey(s => new { s.DefinitionId, s.Revision });
        builder.Property(s => s.DefinitionId).HasMaxLength(StoredDefinition.MaxDefinitionId);
        builder.Property(s => s.Revision).HasMaxLength(StoredDefinition.MaxRevision);
    }
}
