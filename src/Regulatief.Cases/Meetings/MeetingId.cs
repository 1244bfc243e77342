using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Meetings;

public readonly record struct MeetingId(Guid Value) : IRowId<MeetingId>
{
    public static MeetingId New() => new(Guid.CreateVersion7());

    public static MeetingId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
