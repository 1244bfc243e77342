using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>What a coordinator reads before asking this volunteer: why, and what the volunteer will be told.</summary>
/// <exception cref="NotFoundException">No such step, or not theirs; or the volunteer is not of its project.</exception>
public sealed record AskVolunteerPageQuery(HumanTaskId TaskId, Guid VolunteerId) : IClientQuery<AskVolunteerPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(TaskId);
}

/// <param name="Suggestion">Null when they cannot be asked now.</param>
/// <param name="Profile">Null when the client agreed to nothing yet.</param>
public sealed record AskVolunteerPage(HumanTaskId TaskId, Guid VolunteerId, int CaseNumber, string Volunteer, MatchSuggestion? Suggestion, KnownBeforehand? Profile)
{
    public string TaskUrl => $"/taken/{TaskId}";

    public AskVolunteerFields Form { get; init; } = new(null);
}

public sealed record AskVolunteerFields(string? Motivation);

internal sealed class AskVolunteerPageHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, ReadAudit reads, TimeProvider time) : IRequestHandler<AskVolunteerPageQuery, AskVolunteerPage>
{
    public async Task<AskVolunteerPage> Handle(AskVolunteerPageQuery query, CancellationToken cancellationToken)
    {
        var task = await workflows.TaskToCompleteAsync(query.TaskId, actor, cancellationToken);
        if (task.Kind != HumanTaskKind.MatchVolunteer) throw new NotFoundException(nameof(HumanTask), task.Id.Value);
        await reads.RecordAsync(actor, nameof(AskVolunteerPageQuery), task.CaseId, nameof(HumanTask), task.Id.Value, cancellationToken);
        var id = VolunteerId.From(query.VolunteerId);
        var volunteer = await db.Volunteers.OfProject(task.Case.ProjectId).AsNoTracking().GetAsync(id, cancellationToken);
        var suggestions = await db.SuggestionsAsync(task.Case, actor, time.Today(), cancellationToken);
        var profile = await db.MatchProfiles.AsNoTracking().SingleOrDefaultAsync(p => p.CaseId == task.CaseId, cancellationToken);
        return new AskVolunteerPage(
            task.Id, query.VolunteerId, task.Case.Number, volunteer.NameFor(actor.Role), suggestions.FirstOrDefault(s => s.VolunteerId == query.VolunteerId), KnownBeforehand.Of(profile));
    }
}
