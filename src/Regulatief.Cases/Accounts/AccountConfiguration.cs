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
        builder.Property(a => a.Language).HasMaxLength(2);
        builder.Property(a => a.NormalizedUserName).HasMaxLength(256);
        builder.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasIndex(a => a.NormalizedUserName).IsUnique();
        builder.HasMany(a => a.Roles).WithOne(r => r.Account).HasForeignKey(r => r.AccountId);
        builder.Navigation(a => a.Roles).AutoInclude();
    }
}

internal sealed class HeldRoleConfiguration : IEntityTypeConfiguration<HeldRole>
{
    public void Configure(EntityTypeBuilder<HeldRole> builder)
    {
        builder.ToTable("AccountRoles");
        builder.HasKey(r => new { r.AccountId, r.Role });
        // Whoever is to be told of something is sought by role.
        builder.HasIndex(r => r.Role);
    }
}

internal sealed class AccountPasskeyConfiguration : IEntityTypeConfiguration<AccountPasskey>
{
    // As long as Identity lets one be.
    private const int MaxCredentialId = 1024;

    public void Configure(EntityTypeBuilder<AccountPasskey> builder)
    {
        builder.ToTable("AccountPasskeys");
        builder.HasKey(p => p.CredentialId);
        builder.Property(p => p.CredentialId).HasMaxLength(MaxCredentialId);
        builder.OwnsOne(p => p.Data).ToJson();
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId);
    }
}

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.Property(t => t.Name).HasMaxLength(ApiToken.MaxName);
        builder.Property(t => t.TokenHash).HasMaxLength(64);
        builder.HasIndex(t => t.TokenHash).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId);
        builder.HasIndex(t => t.Until);
    }
}

internal sealed class CoverConfiguration : IEntityTypeConfiguration<Cover>
{
    public void Configure(EntityTypeBuilder<Cover> builder)
    {
        builder.HasIndex(c => c.CoveredById);
        builder.HasIndex(c => c.AbsentId);
    }
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.Property(s => s.Device).HasMaxLength(Session.MaxDevice);
        builder.Property(s => s.Address).HasMaxLength(Session.MaxAddress);
        builder.Property(s => s.By).HasDefaultValue(LogInMeans.Own);
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

internal sealed class ClientCodeConfiguration : IEntityTypeConfiguration<ClientCode>
{
    public void Configure(EntityTypeBuilder<ClientCode> builder)
    {
        builder.Property(c => c.CodeHash).HasMaxLength(200);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        builder.HasIndex(c => c.MadeAt);
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
