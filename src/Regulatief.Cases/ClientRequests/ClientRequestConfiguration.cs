using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.ClientRequests;

internal sealed class ClientRequestConfiguration : IEntityTypeConfiguration<ClientRequest>
{
    public void Configure(EntityTypeBuilder<ClientRequest> builder)
    {
        builder.HasOne<Case>().WithMany().HasForeignKey(r => r.CaseId);
        builder.HasIndex(r => new { r.CaseId, r.Kind });
    }
}
