using FluentValidation;
using FluentValidation.Results;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Volunteers;

/// <summary>A volunteer as the coordinator chooses one.</summary>
/// <param name="Obstacles">Why they cannot be chosen; empty when they can.</param>
public sealed record VolunteerCandidate(
    Guid Id, string Name, string Place, string? Availability, string? Expertise, int Caseload, int Capacity, DateOnly? ConductDeclarationUntil,
    IReadOnlyList<VolunteerObstacle> Obstacles)
{
    public bool IsAvailable => Obstacles.Count == 0;
}

/// <summary>Choosing a volunteer of the case's project, for a first pairing and for a successor alike.</summary>
public static class VolunteerCandidates
{
    /// <summary>The active volunteers of the case's project, without the one who stands beside the client now.</summary>
    public static async Task<List<VolunteerCandidate>> CandidatesAsync(this TaskFormScope scope, CancellationToken cancellationToken)
    {
        var current = scope.Case.CurrentAssignment?.VolunteerId;
        var loads = await scope.Db.Volunteers.OfProject(scope.Case.ProjectId).Where(v => v.IsActive && v.Id != current).WithLoad(scope.Db).ToListAsync(cancellationToken);
        return loads.ConvertAll(load => new VolunteerCandidate(
            load.Volunteer.Id.Value, load.Volunteer.NameFor(scope.Actor.Role), load.Volunteer.Place, load.Volunteer.Availability, load.Volunteer.Expertise,
            load.Caseload, load.Volunteer.Capacity, load.Volunteer.ConductDeclarationUntil, [.. load.ObstaclesOn(scope.Today)]));
    }

    /// <summary>Pairs the chosen volunteer with the case's client.</summary>
    /// <param name="field">The answer that named the volunteer, for a refusal.</param>
    /// <exception cref="ValidationException">The volunteer is not of this project, is the current one, or cannot be paired now.</exception>
    public static async Task<VolunteerAssignment> PairAsync(
        this TaskFormScope scope, Guid volunteerId, string? motivation, string field, CancellationToken cancellationToken)
    {
        // Chosen in another case at the same moment, this one waits here and then counts that pairing too.
        await scope.Db.LockVolunteerAsync(VolunteerId.From(volunteerId), cancellationToken);
        var candidate = (await scope.CandidatesAsync(cancellationToken)).Find(c => c.Id == volunteerId) ?? throw Refused(field, "volunteer-not-of-project");
        if (candidate.Obstacles is [var obstacle, ..]) throw Refused(field, CodeOf(obstacle));

        var pairing = new VolunteerAssignment { CaseId = scope.Case.Id, VolunteerId = VolunteerId.From(volunteerId), From = scope.Now, Motivation = motivation };
        scope.Db.VolunteerAssignments.Add(pairing);
        return pairing;
    }

    public static string CodeOf(VolunteerObstacle obstacle) => obstacle switch
    {
        VolunteerObstacle.NoDeclaration => "volunteer-without-declaration",
        VolunteerObstacle.DeclarationExpired => "volunteer-declaration-expired",
        VolunteerObstacle.NoCapacity => "volunteer-without-capacity",
        _ => "volunteer-not-of-project",
    };

    private static ValidationException Refused(string field, string code) => new([new ValidationFailure(field, "") { ErrorCode = code }]);
}
