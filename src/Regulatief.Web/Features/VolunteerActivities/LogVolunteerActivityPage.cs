using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerActivities;

/// <summary>What page and API send; see <see cref="LogVolunteerActivityCommand"/>.</summary>
public sealed record VolunteerActivityForm(
    VolunteerActivityCategory? Category, DateOnly? On, int? Minutes, LocationType? Location, Guid? GoalId, decimal? Cost, string? Note)
{
    public LogVolunteerActivityCommand For(Guid caseId) => new(CaseId.From(caseId), Category, On, Minutes, Location, GoalId, Cost, Note);
}

/// <summary>The form with which a volunteer logs an activity, filled in as far as it can be guessed.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record LogVolunteerActivityPageQuery(CaseId CaseId) : IClientQuery<LogVolunteerActivityPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Goals">Empty while no agreement in force passes the goals of the plan to the volunteer.</param>
/// <param name="HasSafetyCheck">Whether the safety of a meeting place was looked at.</param>
public sealed record LogVolunteerActivityPage(
    CaseId CaseId, int CaseNumber, string ClientName, IReadOnlyList<GoalChoice> Goals, bool HasSafetyCheck, VolunteerActivityForm Form)
{
    public string CaseUrl => $"/trajecten/{CaseId}";

    public string ListUrl => $"/trajecten/{CaseId}/activiteiten";
}

public sealed record GoalChoice(Guid Id, string Text);

internal sealed class LogVolunteerActivityPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time)
    : IRequestHandler<LogVolunteerActivityPageQuery, LogVolunteerActivityPage>
{
    public async Task<LogVolunteerActivityPage> Handle(LogVolunteerActivityPageQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(CaseKey.Of(query.CaseId), actor, cancellationToken);
        var hasSafetyCheck = await db.SafetyChecks.AnyAsync(c => c.CaseId == @case.Id, cancellationToken);
        var last = await db.VolunteerActivities.VisibleTo(db, actor).Where(a => a.CaseId == @case.Id)
            .OrderByDescending(a => a.LoggedAt).FirstOrDefaultAsync(cancellationToken);

        var mayReadGoals = await db.MayReadGoalsAsync(actor, @case, time.Today(), cancellationToken);

        await reads.RecordAsync(actor, nameof(LogVolunteerActivityPageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        return new LogVolunteerActivityPage(
            @case.Id, @case.Number, @case.Client.NameFor(actor.Role),
            mayReadGoals ? [.. @case.Goals.Where(g => g.EndedAt is null).Select(g => new GoalChoice(g.Id.Value, g.Text))] : [],
            hasSafetyCheck,
            new VolunteerActivityForm(null, time.Today(), last?.Minutes, last?.Location, last?.GoalId?.Value, null, null));
    }
}
