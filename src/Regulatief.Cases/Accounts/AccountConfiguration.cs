using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Accounts;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts");
        builder.Property(a => a.DisplayName).HasMaxLength(200);
        builder.Property(a => a.UserName).HasMaxLength(256);
        builder.Property(a => a.NormalizedUserName).HasMaxLength(256);
        builder.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasIndex(a => a.NormalizedUserName).IsUnique();
        // Whoever is to be told of something is sought by role.
        builder.HasIndex(a => a.Role);
    }
}

internal sealed class CoverConfiguration : IEntityTypeConfiguration<Cover>
{
    public void Configure(EntityTypeBuilder<Cover> builder) => builder.HasIndex(c => c.CoveredById);
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.Property(s => s.Device).HasMaxLength(Session.MaxDevice);
        builder.Property(s => s.Address).HasMaxLength(Session.MaxAddress);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
        builder.HasIndex(s => new { s.AccountId, s.StartedAt });
        builder.HasIndex(s => s.StartedAt);
    }
}

internal sealed class HeldFormConfiguration : IEntityTypeConfiguration<HeldForm>
{
    public void Configure(EntityTypeBuilder<HeldForm> builder)
    {
        builder.Property(f => f.Path).HasMaxLength(HeldForm.MaxPath);
        builder.HasOne<Account>().WithMany().HasForeignKey(f => f.AccountId);
        builder.HasIndex(f => f.At);
    }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.Property(i => i.CodeHash).HasMaxLength(64);
        builder.HasIndex(i => i.CodeHash).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(i => i.AccountId);
        builder.HasIndex(i => i.MadeAt);
    }
}
