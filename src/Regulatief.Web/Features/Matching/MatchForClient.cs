using System.Text.Json.Serialization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>For the client: who would like to stand beside them, and when they meet; what a volunteer who is asked is told of them.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record MatchForClientQuery(CaseId CaseId) : IClientQuery<MatchForClient>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Told">What the client agreed to; null when they agreed to nothing.</param>
/// <param name="Proposed">Null while no volunteer said yes.</param>
public sealed record MatchForClient(CaseId CaseId, KnownBeforehand? Told, DateOnly? AgreedOn, ProposedVolunteer? Proposed)
{
    [JsonIgnore]
    public string Url => $"/mijn-traject/{CaseId}/kennismaking";

    [JsonIgnore]
    public AnswerFields Form { get; init; } = new(null, null);
}

/// <param name="Name">The first name.</param>
/// <param name="HasMet">Whether the client can say yes.</param>
public sealed record ProposedVolunteer(Guid ProposalId, string Name, DateOnly? MeetsOn, TimeOnly? MeetsAt, string? MeetsPlace, bool HasMet);

internal sealed class MatchForClientHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<MatchForClientQuery, MatchForClient>
{
    public async Task<MatchForClient> Handle(MatchForClientQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(query.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.Client);
        await reads.RecordAsync(actor, nameof(MatchForClientQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var profile = await db.MatchProfiles.AsNoTracking().SingleOrDefaultAsync(p => p.CaseId == @case.Id, cancellationToken);
        var proposal = await db.MatchProposals.VisibleTo(db, actor).Open().Where(p => p.CaseId == @case.Id).Include(p => p.Volunteer).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        return new MatchForClient(@case.Id, KnownBeforehand.Of(profile), profile?.AgreedOn, proposal is null ? null : new ProposedVolunteer(
            proposal.Id, proposal.Volunteer.NameFor(actor.Role), proposal.MeetsOn, proposal.MeetsAt, proposal.MeetsPlace, proposal.HasMetOn(time.Today())));
    }
}
