using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Clients;

internal sealed class ClientConfiguration : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.Property(c => c.FirstName).HasMaxLength(ClientRules.MaxName);
        builder.Property(c => c.LastName).HasMaxLength(ClientRules.MaxName);
        builder.Property(c => c.Phone).HasMaxLength(ContactRules.MaxPhone);
        builder.Property(c => c.Email).HasMaxLength(ContactRules.MaxEmail);

        // Each start of a case looks whether the client is known.
        builder.HasIndex(c => new { c.BornOn, c.LastName, c.FirstName });
        builder.HasIndex(c => c.AccountId);
    }
}
