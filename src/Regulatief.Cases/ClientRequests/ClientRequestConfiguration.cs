using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.ClientRequests;

internal sealed class ClientRequestConfiguration : IEntityTypeConfiguration<ClientRequest>
{
    public void Configure(EntityTypeBuilder<ClientRequest> builder)
    {
        builder.HasOne(r => r.Case).WithMany().HasForeignKey(r => r.CaseId);
        builder.Ignore(r => r.DueOn);
        builder.Ignore(r => r.DoneOn);
        builder.Ignore(r => r.StandsBeside);
        builder.HasIndex(r => new { r.CaseId, r.Kind });
    }
}
