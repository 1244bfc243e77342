using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Meetings;

public readonly record struct MeetingProposalId(Guid Value) : IRowId<MeetingProposalId>
{
    public static MeetingProposalId New() => new(Guid.CreateVersion7());

    public static MeetingProposalId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A time for a driegesprek that one of the three asks the others for. It is agreed when all said yes; who proposes says so by proposing.</summary>
public sealed class MeetingProposal
{
    public const int MaxReason = 500;

    public MeetingProposalId Id { get; init; } = MeetingProposalId.New();

    public MeetingId MeetingId { get; init; }

    public required MeetingTime Time { get; init; }

    public required CaseRole ByParty { get; init; }

    public required Guid ById { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Why what was agreed before is moved; null for a first time.</summary>
    public string? Reason { get; init; }

    public MeetingProposalStatus Status { get; private set; } = MeetingProposalStatus.Open;

    public List<MeetingYes> Yes { get; init; } = [];

    public bool IsOpen => Status == MeetingProposalStatus.Open;

    /// <summary>Whose yes is still asked for.</summary>
    public IEnumerable<CaseRole> WaitsFor(IEnumerable<CaseRole> parties) => parties.Where(party => !HasYesOf(party));

    public bool HasYesOf(CaseRole party) => Yes.Exists(y => y.Party == party);

    internal void SayYes(CaseRole party, Guid by, DateTimeOffset at)
    {
        if (!HasYesOf(party)) Yes.Add(new MeetingYes { Party = party, ById = by, At = at });
    }

    internal void End(MeetingProposalStatus how) => Status = how;
}

/// <summary>That a party can be there.</summary>
public sealed class MeetingYes
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseRole Party { get; init; }

    /// <summary>Who said it: the party, or the professional who asked the client.</summary>
    public required Guid ById { get; init; }

    public required DateTimeOffset At { get; init; }
}

public enum MeetingProposalStatus
{
    Open,
    Agreed,

    /// <summary>Another time was proposed instead.</summary>
    Replaced,
    Withdrawn,
}
