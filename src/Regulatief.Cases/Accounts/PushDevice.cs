using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Accounts;

/// <summary>A browser on a device that shows its owner that something waits. Of one account at a time: who asks for it last has it.</summary>
public sealed class PushDevice
{
    /// <summary>More than anybody has: each is sent to.</summary>
    public const int MostOfOne = 20;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; set; }

    /// <summary>Where its push service takes messages for it, and by which keys it reads them: encrypted with the program's keys.</summary>
    public required string Subscription { get; set; }

    /// <summary>SHA-256 of that address, as hexadecimal digits.</summary>
    public required string EndpointHash { get; init; }

    /// <summary>As the browser calls itself, cut as that of a session.</summary>
    public required string Device { get; set; }

    public required DateTimeOffset Since { get; set; }

    /// <summary>When its push service last took something for it; null when it never did.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

internal sealed class PushDeviceConfiguration : IEntityTypeConfiguration<PushDevice>
{
    public void Configure(EntityTypeBuilder<PushDevice> builder)
    {
        builder.Property(d => d.Subscription).HasMaxLength(4000);
        builder.Property(d => d.EndpointHash).HasMaxLength(64);
        builder.Property(d => d.Device).HasMaxLength(Session.MaxDevice);
        builder.HasIndex(d => d.EndpointHash).IsUnique();
        builder.HasIndex(d => d.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId);
    }
}
