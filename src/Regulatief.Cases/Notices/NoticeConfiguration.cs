using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Notices;

internal sealed class NoticeConfiguration : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.HasIndex(n => new { n.AccountId, n.ReadAt });
        builder.HasIndex(n => n.SubjectId);
        // What is told of outside is of the last days, whichever way.
        builder.HasIndex(n => n.At);
    }
}

internal sealed class UnwantedNoticeConfiguration : IEntityTypeConfiguration<UnwantedNotice>
{
    public void Configure(EntityTypeBuilder<UnwantedNotice> builder)
    {
        builder.HasKey(n => new { n.AccountId, n.Kind });
        builder.HasOne<Account>().WithMany().HasForeignKey(n => n.AccountId);
    }
}
