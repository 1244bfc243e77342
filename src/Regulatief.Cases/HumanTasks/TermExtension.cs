using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.HumanTasks;

/// <summary>A later last day for a task (uitstel): given, or asked for by whose task it is.</summary>
public sealed class TermExtension
{
    /// <summary>As far ahead as the new last day can lie, counted from the day it is given. It can be given again.</summary>
    public const int MostDaysAhead = 60;

    public const int MaxReason = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required HumanTaskId TaskId { get; init; }

    public HumanTask Task { get; init; } = null!;

    /// <summary>The last day before it.</summary>
    public required DateOnly DueBefore { get; init; }

    public required DateOnly DueOn { get; init; }

    public required string Reason { get; init; }

    public required Guid AskedById { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public TermExtensionState State { get; private set; } = TermExtensionState.Asked;

    public Guid? DecidedById { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was not given; null of one that was.</summary>
    public string? WhyNot { get; private set; }

    public static TermExtension Of(HumanTask task, DateOnly dueOn, string reason, Actor by, DateTimeOffset at) =>
        new() { CaseId = task.CaseId, TaskId = task.Id, DueBefore = task.DueOn, DueOn = dueOn, Reason = reason, AskedById = by.AccountId, AskedAt = at };

    public void Give(Guid by, DateTimeOffset at) => Decide(TermExtensionState.Given, by, at, null);

    public void Decline(string whyNot, Guid by, DateTimeOffset at) => Decide(TermExtensionState.Declined, by, at, whyNot);

    /// <exception cref="ConcurrencyConflictException">Somebody decided already.</exception>
    private void Decide(TermExtensionState state, Guid by, DateTimeOffset at, string? whyNot)
    {
        if (State != TermExtensionState.Asked) throw new ConcurrencyConflictException(nameof(TermExtension), Id, DecidedById);
        (State, DecidedById, DecidedAt, WhyNot) = (state, by, at, whyNot);
    }
}

public enum TermExtensionState
{
    Asked,
    Given,
    Declined,
}

public static class TermExtensions
{
    /// <summary>Tasks of which this actor gives a later day: what a professional or coordinator knows of in cases that are theirs.</summary>
    public static IQueryable<HumanTask> ExtendedBy(this IQueryable<HumanTask> tasks, Actor actor) =>
        actor.Role is AccountRole.ProbationOfficer or AccountRole.Coordinator ? tasks.KnownTo(actor).OfCases(t => t.Case, NeedToKnow.WorksOn(actor)) : tasks.Where(_ => false);

    /// <summary>Tasks of which this actor knows the term: the own ones, and those of which they give a later day.</summary>
    public static IQueryable<KnownTerm> TermsKnownTo(this IQueryable<HumanTask> tasks, Actor actor)
    {
        var (own, extended) = (tasks.VisibleTo(actor), tasks.ExtendedBy(actor));
        return tasks.Select(t => new KnownTerm { Task = t, Case = t.Case, IsOwn = own.Any(o => o.Id == t.Id), Gives = extended.Any(e => e.Id == t.Id) }).Where(t => t.IsOwn || t.Gives);
    }
}

/// <summary>A task as somebody knows its term.</summary>
public sealed class KnownTerm
{
    public required HumanTask Task { get; init; }

    public required Case Case { get; init; }

    public required bool IsOwn { get; init; }

    /// <summary>Whether they give a later day, rather than ask for it.</summary>
    public required bool Gives { get; init; }
}

internal sealed class TermExtensionConfiguration : IEntityTypeConfiguration<TermExtension>
{
    public void Configure(EntityTypeBuilder<TermExtension> builder)
    {
        builder.ToTable("TermExtensions");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasOne(e => e.Task).WithMany().HasForeignKey(e => e.TaskId);
        builder.HasIndex(e => e.CaseId);
        builder.Property(e => e.WhyNot).HasMaxLength(TermExtension.MaxReason);
        builder.Property(e => e.Reason).HasMaxLength(TermExtension.MaxReason);
    }
}
