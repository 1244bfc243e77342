using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Effects;

/// <summary>What an activity asks of the case. The run only lists it; <see cref="WorkflowHost"/> applies it before the commit, a simulation does not.</summary>
public abstract record CaseEffect : Effect
{
    /// <summary>Changes rows in the scope's context; saves nothing.</summary>
    public abstract Task ApplyAsync(EffectScope scope, CancellationToken cancellationToken);
}

/// <summary>Where effects are applied.</summary>
/// <param name="Case">Loaded with goals and assignments.</param>
public sealed record EffectScope(RegulatiefDbContext Db, Case Case, StoredInstance Instance, DateTimeOffset Now)
{
    public DateOnly Today => LegalTime.DateOf(Now);

    public void Tell(TimelineKind kind, Guid? subjectId = null, string? note = null) =>
        Db.Timeline.Add(new TimelineEntry { CaseId = Case.Id, Kind = kind, At = Now, ById = Guid.Empty, SubjectId = subjectId, Note = note });
}
