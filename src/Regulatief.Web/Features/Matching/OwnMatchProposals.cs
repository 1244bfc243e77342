using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>What a volunteer is asked: of the client what they agreed to, and nothing else of the case.</summary>
public sealed record OwnMatchProposalsQuery : IClientQuery<OwnMatchProposals>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<MatchProposal>();
}

/// <param name="Proposal">Null when there is none.</param>
public sealed record OwnMatchProposals(OwnMatchProposal? Proposal)
{
    public AnswerFields Form { get; init; } = new(null, null);
}

/// <param name="MeetsOn">The first meeting; null while none is planned, as before a yes.</param>
public sealed record OwnMatchProposal(Guid Id, MatchProposalStatus Status, KnownBeforehand Client, DateTimeOffset AskedAt, DateOnly DueOn, DateOnly? MeetsOn, TimeOnly? MeetsAt, string? MeetsPlace);

internal sealed class OwnMatchProposalsHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<OwnMatchProposalsQuery, OwnMatchProposals>
{
    public async Task<OwnMatchProposals> Handle(OwnMatchProposalsQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Volunteer);
        // What stands still or was taken back is shown no more, also before it is ended.
        var row = await db.MatchProposals.VisibleTo(db, actor).Open().Where(p => p.Case.PausedAt == null && p.Case.ClosedAt == null)
            .Join(db.MatchProfiles, p => p.CaseId, profile => profile.CaseId, (p, profile) => new { Proposal = p, Profile = profile })
            .OrderBy(p => p.Proposal.AskedAt).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            await reads.RecordListAsync(actor, nameof(OwnMatchProposalsQuery), null, nameof(MatchProposal), [], cancellationToken);
            return new OwnMatchProposals(Proposal: null);
        }

        var proposal = row.Proposal;
        await reads.RecordAsync(actor, nameof(OwnMatchProposalsQuery), proposal.CaseId, nameof(MatchProposal), proposal.Id, cancellationToken);
        return new OwnMatchProposals(new OwnMatchProposal(
            proposal.Id, proposal.Status, KnownBeforehand.Of(row.Profile)!, proposal.AskedAt, proposal.DueOn, proposal.MeetsOn, proposal.MeetsAt, proposal.MeetsPlace));
    }
}
