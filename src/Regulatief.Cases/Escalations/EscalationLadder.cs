using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Escalations;

/// <summary>Who is told in a project that a task of a kind is late, and when. Of what was never changed no row is kept: <see cref="LadderSteps.Default"/> holds.</summary>
/// <remarks>A change is a row of its own, so that what is late already goes on as it began.</remarks>
public sealed class EscalationLadder
{
    /// <summary>Kinds that a project says something of. The others are never told as late to anybody: they judge those who would be told, or would tell of a signal.</summary>
    public static readonly IReadOnlyList<HumanTaskKind> Kinds =
        [.. Enum.GetValues<HumanTaskKind>().Except([HumanTaskKind.ExceptionReview, HumanTaskKind.BreakGlassReview, HumanTaskKind.ClientUnreachable])];

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required ProjectId ProjectId { get; init; }

    public required HumanTaskKind Kind { get; init; }

    /// <summary>For what becomes late from then on, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    public required LadderSteps Steps { get; init; }

    public required Guid SetById { get; init; }
}

/// <summary>Each step by the working days that its people are told after a task's last day; null for who is not told.</summary>
/// <param name="Worker">Whose work it is.</param>
/// <param name="Cover">Who covers for them.</param>
/// <param name="Coordinator">0 for at once when the last day is over.</param>
/// <param name="AgainEvery">After the last step, the next in line is told each so many working days.</param>
public sealed record LadderSteps(int? Worker, int? Cover, int? Coordinator, int? Manager, int AgainEvery)
{
    public const int MostWorkingDays = 60;

    /// <summary>The coordinator when the cycle asks, and somebody else each five working days until one acts.</summary>
    public static readonly LadderSteps Default = new(null, null, 0, null, 5);

    /// <summary>Those who are told, in their order.</summary>
    public IReadOnlyList<LadderStep> InOrder =>
    [
        .. new (EscalationRung Rung, int? After)[]
            { (EscalationRung.Worker, Worker), (EscalationRung.Cover, Cover), (EscalationRung.Coordinator, Coordinator), (EscalationRung.Manager, Manager) }
            .Where(step => step.After is not null).Select(step => new LadderStep(step.Rung, step.After!.Value)),
    ];
}

public sealed record LadderStep(EscalationRung Rung, int After);

/// <summary>From whose work it is up to who is left when nobody else is.</summary>
public enum EscalationRung
{
    Worker,
    Cover,
    Coordinator,
    Manager,

    /// <summary>Nobody else is there, or nobody acted.</summary>
    Administrator,
}

public static class EscalationLadderQueries
{
    /// <summary>The steps of a task, as they were when its last day was over; of what no task is about the default ones.</summary>
    internal static async Task<LadderSteps> LadderAsync(this RegulatiefDbContext db, ProjectId project, HumanTask? task, CancellationToken cancellationToken)
    {
        if (task is null) return LadderSteps.Default;
        var lateAt = LegalTime.EndOf(task.DueOn);
        var set = await db.EscalationLadders.AsNoTracking().Where(l => l.ProjectId == project && l.Kind == task.Kind && l.From <= lateAt).OrderByDescending(l => l.From).FirstOrDefaultAsync(cancellationToken);
        // Where nobody chose otherwise the cycle says when.
        return set is null || set.Steps == LadderSteps.Default ? LadderSteps.Default with { Coordinator = task.EscalateAfter ?? 0 } : set.Steps;
    }

    /// <summary>What holds now in this project, of the kinds that differ from the default.</summary>
    public static async Task<IReadOnlyDictionary<HumanTaskKind, LadderSteps>> LaddersAsync(this RegulatiefDbContext db, ProjectId project, CancellationToken cancellationToken)
    {
        var all = await db.EscalationLadders.AsNoTracking().Where(l => l.ProjectId == project).OrderBy(l => l.From).ToListAsync(cancellationToken);
        return all.GroupBy(l => l.Kind).Select(g => g.Last()).Where(l => l.Steps != LadderSteps.Default).ToDictionary(l => l.Kind, l => l.Steps);
    }
}

internal sealed class EscalationLadderConfiguration : IEntityTypeConfiguration<EscalationLadder>
{
    public void Configure(EntityTypeBuilder<EscalationLadder> builder)
    {
        builder.ToTable("EscalationLadders");
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.HasOne<Project>().WithMany().HasForeignKey(l => l.ProjectId);
        builder.HasIndex(l => new { l.ProjectId, l.Kind, l.From }).IsUnique();
        builder.ComplexProperty(l => l.Steps, steps => steps.Ignore(s => s.InOrder));
    }
}
