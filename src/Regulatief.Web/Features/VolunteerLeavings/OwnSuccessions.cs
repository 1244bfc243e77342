using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>From whom a volunteer takes over soon: when, and when they all talk. Of the client they know nothing before the pairing begins.</summary>
public sealed record OwnSuccessionsQuery : IClientQuery<IReadOnlyList<OwnSuccession>>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<VolunteerLeaving>();
}

/// <param name="Predecessor">Who leaves, as volunteers know each other.</param>
/// <param name="FirstDay">When the pairing begins.</param>
/// <param name="TalkOn">The day of the joint talk; null when it was, or is off.</param>
/// <param name="Talk">When and where exactly; null while that is not agreed.</param>
public sealed record OwnSuccession(string Predecessor, string Professional, DateOnly FirstDay, DateOnly? TalkOn, MeetingTime? Talk);

internal sealed class OwnSuccessionsHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<OwnSuccessionsQuery, IReadOnlyList<OwnSuccession>>
{
    public async Task<IReadOnlyList<OwnSuccession>> Handle(OwnSuccessionsQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Volunteer);
        var rows = await db.TakenOverByAsync(actor, cancellationToken);
        await reads.RecordListAsync(actor, nameof(OwnSuccessionsQuery), null, nameof(VolunteerLeaving), [.. rows.Select(r => r.Leaving.Id)], cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. rows.Select(r => r.Leaving.Case.ProfessionalId).Distinct()], cancellationToken);
        return
        [
            .. rows.Select(r => new OwnSuccession(
                r.Leaving.Pairing.Volunteer.NameFor(actor.Role), names.GetValueOrDefault(r.Leaving.Case.ProfessionalId, ""), r.Leaving.LastDay.AddDays(1), r.Talk?.PlannedOn, r.Talk?.Agreed)),
        ];
    }
}
