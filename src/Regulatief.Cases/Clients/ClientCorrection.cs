using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Clients;

/// <summary>One thing of who a client is that was put right (AVG, article 16), with what stood there before. It is kept as long as the client's row, and stands in no audit row.</summary>
public sealed class ClientCorrection
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required ClientId ClientId { get; init; }

    public required ClientField Field { get; init; }

    /// <summary>A day as 1990-04-01.</summary>
    public required string Before { get; init; }

    /// <inheritdoc cref="Before"/>
    public required string After { get; init; }

    public required string Reason { get; init; }

    public required Guid CorrectedById { get; init; }

    public required DateTimeOffset At { get; init; }
}

public enum ClientField
{
    FirstName,
    LastName,
    BornOn,
}

internal sealed class ClientCorrectionConfiguration : IEntityTypeConfiguration<ClientCorrection>
{
    public void Configure(EntityTypeBuilder<ClientCorrection> builder)
    {
        builder.Property(c => c.Before).HasMaxLength(ClientRules.MaxName);
        builder.Property(c => c.After).HasMaxLength(ClientRules.MaxName);
        builder.Property(c => c.Reason).HasMaxLength(2000);
        builder.HasOne<Client>().WithMany().HasForeignKey(c => c.ClientId);
    }
}
