using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Operations;

/// <summary>How the turns of one job go in one process, as that process told it last: each time whole.</summary>
public sealed record JobTurn
{
    /// <summary>A process that told nothing for so long is gone; a job that is so long past its turn is late.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>After it nobody asks any more about a process that is gone.</summary>
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(1);

    internal const int MaxName = 100;

    /// <summary>The process: its machine and its number there, as Hangfire names its servers.</summary>
    public required string Node { get; init; }

    /// <summary>The class of the job.</summary>
    public required string Job { get; init; }

    /// <summary>How often it comes round, in seconds.</summary>
    public required int EverySeconds { get; init; }

    /// <summary>When it began to take turns.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the last turn began; null before the first.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>When a turn last ended well; null while none did.</summary>
    public DateTimeOffset? EndedWellAt { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>The kind of the last failure: the type of the exception and never its words. Null while none was.</summary>
    public string? Failure { get; init; }

    /// <summary>When the process last told of itself.</summary>
    public DateTimeOffset SeenAt { get; init; }

    public JobStanding StandingAt(DateTimeOffset now) => this switch
    {
        _ when SeenAt + Patience < now => JobStanding.Gone,
        _ when (BeganAt ?? StartedAt) + TimeSpan.FromSeconds(EverySeconds) + Patience < now => JobStanding.Late,
        { FailedAt: { } failed } when !(EndedWellAt > failed) => JobStanding.Failing,
        _ => JobStanding.Fine,
    };
}

public enum JobStanding
{
    Fine,

    /// <summary>Its last turn failed; the next tries again.</summary>
    Failing,

    /// <summary>Its turn is minutes overdue, or lasts that long.</summary>
    Late,

    /// <summary>The process told nothing of itself for minutes. One that was stopped in order took its rows along.</summary>
    Gone,
}

internal sealed class JobTurnConfiguration : IEntityTypeConfiguration<JobTurn>
{
    public void Configure(EntityTypeBuilder<JobTurn> builder)
    {
        builder.HasKey(t => new { t.Node, t.Job });
        builder.Property(t => t.Node).HasMaxLength(JobTurn.MaxName);
        builder.Property(t => t.Job).HasMaxLength(JobTurn.MaxName);
        builder.Property(t => t.Failure).HasMaxLength(JobTurn.MaxName);
    }
}
