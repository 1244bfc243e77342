using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Agreements;

internal sealed class AgreementConfiguration : IEntityTypeConfiguration<InformationSharingAgreement>
{
    public void Configure(EntityTypeBuilder<InformationSharingAgreement> builder)
    {
        builder.ToTable("Agreements");
        builder.HasOne(a => a.Case).WithMany().HasForeignKey(a => a.CaseId);
        builder.HasIndex(a => new { a.CaseId, a.Status });
        builder.OwnsMany(a => a.Categories).ToTable("AgreementCategories").WithOwner().HasForeignKey("AgreementId");
        builder.OwnsMany(a => a.Categories).Property(c => c.Id).ValueGeneratedNever();
        builder.OwnsMany(a => a.Signatures).ToTable("Signatures").WithOwner().HasForeignKey(s => s.AgreementId);
        builder.OwnsMany(a => a.Signatures).Property(s => s.Id).ValueGeneratedNever();
    }
}
