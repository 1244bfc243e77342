using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Accounts;

/// <summary>The address at which a calendar of somebody reads when they meet. Whoever has the address reads it, so it can be taken back, and says nothing of a client.</summary>
public sealed class CalendarFeed
{
    private const int Bytes = 24;

    public required Guid AccountId { get; init; }

    /// <summary>SHA-256 of the secret, as hexadecimal digits: who reads the database cannot use it.</summary>
    public required string SecretHash { get; set; }

    public required DateTimeOffset MadeAt { get; set; }

    /// <returns>A new secret, which is kept nowhere, and its hash.</returns>
    public static (string Secret, string Hash) Make()
    {
        var secret = HashedSecret.Make(Bytes);
        return (secret, HashOf(secret));
    }

    public static string HashOf(string secret) => HashedSecret.HashOf(secret);
}

internal sealed class CalendarFeedConfiguration : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> builder)
    {
        builder.HasKey(f => f.AccountId);
        builder.Property(f => f.SecretHash).HasMaxLength(64);
        builder.HasIndex(f => f.SecretHash).IsUnique();
        builder.HasOne<Account>().WithOne().HasForeignKey<CalendarFeed>(f => f.AccountId);
    }
}
