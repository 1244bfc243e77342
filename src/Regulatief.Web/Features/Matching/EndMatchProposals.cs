using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>
/// Ends proposals that count no more because the volunteer cannot any more, and tells coordinators of those that wait beyond their term. Whoever answers is judged by how it is
/// at that moment, so that coming late here lets nobody through.
/// </summary>
public sealed record EndMatchProposalsCommand : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<MatchProposal>();
}

internal sealed class EndMatchProposalsHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<EndMatchProposalsCommand, int>
{
    /// <returns>How many ended, or were told to be late.</returns>
    public async Task<int> Handle(EndMatchProposalsCommand command, CancellationToken cancellationToken)
    {
        var (now, today) = (time.GetUtcNow(), time.Today());
        var cases = await db.MatchProposals.VisibleTo(db, Actor.System).Open().Select(p => p.CaseId).Distinct().ToListAsync(cancellationToken);
        if (cases.Count == 0) return 0;
        await db.RaiseVersionsAsync(cases, cancellationToken);
        var count = 0;
        foreach (var proposal in await db.MatchProposals.VisibleTo(db, Actor.System).Open().Include(p => p.Case).ToListAsync(cancellationToken))
        {
            if (await db.WhyLapsedAsync(proposal, proposal.Case, today, cancellationToken) is { } why) await db.LapseAsync(proposal, why, now, cancellationToken);
            else if (proposal is { Status: MatchProposalStatus.Asked, ToldLateAt: null } && proposal.DueOn < today)
            {
                proposal.ToldLateAt = now;
                await db.TellCoordinatorsAsync(proposal, NoticeKind.MatchLate, now, cancellationToken);
            }
            else continue;
            count++;
        }

        return count;
    }
}
