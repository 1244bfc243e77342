using System.Text.Json.Serialization;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>For the client: when their volunteer stops, who comes, when they all talk, and what the volunteer would leave to the successor.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record LeavingForClientQuery(CaseId CaseId) : IClientQuery<LeavingForClient>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Volunteer">Null when nobody leaves, as all that follows.</param>
public sealed record LeavingForClient(CaseId CaseId, string? Volunteer, DateOnly? LastDay, string? Successor, JointTalk? Talk, IReadOnlyList<LeftItem> Items)
{
    [JsonIgnore]
    public string Url => $"/mijn-traject/{CaseId}/wisseling";
}

internal sealed class LeavingForClientHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<LeavingForClientQuery, LeavingForClient>
{
    public async Task<LeavingForClient> Handle(LeavingForClientQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(query.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.Client);
        await reads.RecordAsync(actor, nameof(LeavingForClientQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        if (await db.LeavingOfAsync(@case, cancellationToken) is not { } leaving) return new LeavingForClient(@case.Id, null, null, null, null, []);
        return new LeavingForClient(
            @case.Id, @case.Assignments.Single(a => a.Id == leaving.PairingId).Volunteer.NameFor(actor.Role), leaving.LastDay, leaving.Successor?.NameFor(actor.Role),
            JointTalk.Of(await db.TalkOfAsync(leaving, cancellationToken)), [.. leaving.Items.OrderBy(i => i.WrittenAt).Select(i => new LeftItem(i.Id, i.Words, i.IsAgreed))]);
    }
}
