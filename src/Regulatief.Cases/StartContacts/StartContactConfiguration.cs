using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.StartContacts;

internal sealed class StartContactConfiguration : IEntityTypeConfiguration<StartContact>
{
    public void Configure(EntityTypeBuilder<StartContact> builder) => builder.HasIndex(c => c.CaseId);
}
