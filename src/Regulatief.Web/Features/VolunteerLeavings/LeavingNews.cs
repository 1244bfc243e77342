using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>Tells of a change those who plan on the day: the professional, a coordinator and the volunteer, but not who made it; and the case's time line.</summary>
/// <param name="Case">Loaded for change.</param>
internal sealed record LeavingNews(RegulatiefDbContext Db, Case Case, Actor Actor, DateTimeOffset At)
{
    public async Task TellAsync(NoticeKind notice, TimelineKind kind, string reason, CancellationToken cancellationToken)
    {
        Db.Timeline.Add(new TimelineEntry { CaseId = Case.Id, Kind = kind, At = At, ById = Actor.AccountId, Note = reason });
        PersonInRole?[] told = [Case.HolderOf(CaseRole.Professional), await Db.CoordinatorToTellAsync(Case, null, cancellationToken), Case.HolderOf(CaseRole.Volunteer)];
        foreach (var person in told.OfType<PersonInRole>().Where(p => p.AccountId != Actor.AccountId))
            Db.Notices.Add(new Notice { AccountId = person.AccountId, Role = person.Role, Kind = notice, CaseId = Case.Id, At = At });
    }
}
