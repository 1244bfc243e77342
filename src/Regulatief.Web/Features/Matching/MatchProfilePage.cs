using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>What the client agreed that a volunteer may know beforehand, for the professional who fills it in with them.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record MatchProfilePageQuery(CaseId CaseId) : IClientQuery<MatchProfilePage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Form">As it stands.</param>
public sealed record MatchProfilePage(CaseId CaseId, int Number, string ClientName, bool IsClosed, MatchProfileFields Form)
{
    public string CaseUrl => $"/trajecten/{CaseId}";
}

public sealed record MatchProfileFields(
    bool? IsAgreed, DateOnly? AgreedOn, IReadOnlyList<VolunteerActivityCategory>? Help, string? Place, IReadOnlyList<WeekPart>? AvailableOn, string? Languages)
{
    public SaveMatchProfileCommand For(CaseId id) => new()
    {
        CaseId = id, IsAgreed = IsAgreed, AgreedOn = AgreedOn, Help = [.. Help ?? []], Place = Place, AvailableOn = [.. AvailableOn ?? []], Languages = Languages,
    };
}

internal sealed class MatchProfilePageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<MatchProfilePageQuery, MatchProfilePage>
{
    public async Task<MatchProfilePage> Handle(MatchProfilePageQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(query.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        await reads.RecordAsync(actor, nameof(MatchProfilePageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var profile = await db.MatchProfiles.AsNoTracking().SingleOrDefaultAsync(p => p.CaseId == @case.Id, cancellationToken);
        return new MatchProfilePage(
            @case.Id, @case.Number, @case.Client.NameFor(actor.Role), @case.IsClosed,
            new MatchProfileFields(profile is null ? null : true, profile?.AgreedOn, profile?.Help, profile?.Place, profile?.AvailableOn, profile?.Languages));
    }
}
