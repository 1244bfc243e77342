using System.Text.Json.Serialization;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>How a proposal stands, for the coordinator who brings the two together.</summary>
/// <exception cref="NotFoundException">No such proposal, or not theirs.</exception>
public sealed record MatchProposalPageQuery(Guid ProposalId) : IClientQuery<MatchProposalPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfMatchProposal(ProposalId);
}

/// <param name="ClientAnswers">Whether the client has an account, and says it themselves.</param>
/// <param name="HasMet">Whether the first meeting was, or is today.</param>
public sealed record MatchProposalPage(
    Guid Id, Guid CaseId, int CaseNumber, string Client, string Volunteer, MatchProposalStatus Status, string Motivation, DateTimeOffset AskedAt, DateOnly DueOn, DateTimeOffset? AcceptedAt,
    DateOnly? MeetsOn, TimeOnly? MeetsAt, string? MeetsPlace, string? Reason, MatchLapse? LapsedBy, DateTimeOffset? EndedAt, bool ClientAnswers, bool HasMet)
{
    public bool IsOpen => Status is MatchProposalStatus.Asked or MatchProposalStatus.Accepted;

    public required Guid TaskId { get; init; }

    [JsonIgnore]
    public FirstMeetingFields Meeting { get; init; } = new(null, null, null);

    [JsonIgnore]
    public AnswerFields Answer { get; init; } = new(null, null);

    [JsonIgnore]
    public WithdrawFields Withdrawal { get; init; } = new(null, null);
}

public sealed record FirstMeetingFields(DateOnly? On, TimeOnly? At, string? Place);

public sealed record AnswerFields(bool? IsYes, string? Reason);

public sealed record WithdrawFields(string? Reason, MatchProposalStatus? Seen);

internal sealed class MatchProposalPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<MatchProposalPageQuery, MatchProposalPage>
{
    public async Task<MatchProposalPage> Handle(MatchProposalPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        var (proposal, @case) = await db.ProposalForChangeAsync(query.ProposalId, actor, cancellationToken);
        await reads.RecordAsync(actor, nameof(MatchProposalPageQuery), @case.Id, nameof(MatchProposal), proposal.Id, cancellationToken);
        return new MatchProposalPage(
            proposal.Id, @case.Id.Value, @case.Number, @case.Client.NameFor(actor.Role), proposal.Volunteer.NameFor(actor.Role), proposal.Status, proposal.Motivation, proposal.AskedAt, proposal.DueOn,
            proposal.AcceptedAt, proposal.MeetsOn, proposal.MeetsAt, proposal.MeetsPlace, proposal.Reason, proposal.LapsedBy, proposal.EndedAt, @case.Client.AccountId is not null,
            proposal.HasMetOn(time.Today()))
        {
            TaskId = proposal.TaskId.Value,
            Meeting = new FirstMeetingFields(proposal.MeetsOn, proposal.MeetsAt, proposal.MeetsPlace),
            Withdrawal = new WithdrawFields(null, proposal.Status),
        };
    }
}
