using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Accounts;

/// <summary>A line on somebody's telephone or device that was promised: that notices wait, and nothing of what they are about.</summary>
public sealed class ShortMessage : Sending
{
    /// <summary>By text or by push; never by mail, which is a <see cref="Mail"/>.</summary>
    public required NoticeChannel Channel { get; init; }

    /// <summary>The device that it goes to; null of a text. One that is taken away meanwhile gets nothing.</summary>
    public Guid? DeviceId { get; init; }

    /// <summary>What waits does not wait long.</summary>
    public bool IsUrgent { get; init; }
}

/// <summary>A way in which somebody is told outside of the product that notices wait.</summary>
public enum NoticeChannel
{
    Mail,
    Sms,
    Push,
}

internal sealed class ShortMessageConfiguration : IEntityTypeConfiguration<ShortMessage>
{
    public void Configure(EntityTypeBuilder<ShortMessage> builder) => builder.IsASending();
}
