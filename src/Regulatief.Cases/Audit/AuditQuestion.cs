using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Audit;

/// <summary>A privacy officer's question to somebody who works here: why did you look? With a term, an answer and a judgement.</summary>
public sealed class AuditQuestion
{
    public const int MaxText = 2000;

    /// <summary>Working days for the answer.</summary>
    public const int Term = 5;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AskedById { get; init; }

    public required Guid PersonId { get; init; }

    public required AuditPattern Pattern { get; init; }

    /// <summary>The period of the looks, both days inclusive, Europe/Amsterdam.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public required string Question { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required DateOnly DueOn { get; init; }

    public string? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Null while it was not judged.</summary>
    public bool? IsExplained { get; private set; }

    public string? Remarks { get; private set; }

    public DateTimeOffset? JudgedAt { get; private set; }

    /// <exception cref="CaseRuleException"><c>audit-question-answered</c>.</exception>
    public void Reply(string answer, DateTimeOffset at)
    {
        if (AnsweredAt is not null) throw new CaseRuleException("audit-question-answered");
        (Answer, AnsweredAt) = (answer, at);
    }

    /// <summary>Also without an answer: somebody may have left.</summary>
    /// <exception cref="CaseRuleException"><c>audit-question-judged</c>.</exception>
    public void Judge(bool isExplained, string remarks, DateTimeOffset at)
    {
        if (JudgedAt is not null) throw new CaseRuleException("audit-question-judged");
        (IsExplained, Remarks, JudgedAt) = (isExplained, remarks, at);
    }
}

public static class AuditQuestionQueries
{
    /// <summary>A privacy officer all, those about oneself to read alone: a colleague judges them. Anybody else those put to them.</summary>
    public static IQueryable<AuditQuestion> VisibleTo(this IQueryable<AuditQuestion> questions, Actor actor) => actor.Role switch
    {
        null or AccountRole.PrivacyOfficer => questions,
        _ => questions.Where(q => q.PersonId == actor.AccountId),
    };

    /// <summary>Those that nobody judged yet, about a period that shares a day with this one, both ends inclusive.</summary>
    public static IQueryable<AuditQuestion> OpenWithin(this IQueryable<AuditQuestion> questions, DateOnly from, DateOnly until) =>
        questions.Where(q => q.JudgedAt == null && q.From <= until && q.Until >= from);
}

internal sealed class AuditQuestionConfiguration : IEntityTypeConfiguration<AuditQuestion>
{
    public void Configure(EntityTypeBuilder<AuditQuestion> builder)
    {
        builder.HasIndex(q => q.PersonId);
        builder.HasIndex(q => new { q.JudgedAt, q.AskedAt });
        builder.Property(q => q.Question).HasMaxLength(AuditQuestion.MaxText);
        builder.Property(q => q.Answer).HasMaxLength(AuditQuestion.MaxText);
        builder.Property(q => q.Remarks).HasMaxLength(AuditQuestion.MaxText);
        // Answered and judged by two people at once: the second is told.
        builder.Property(q => q.AnsweredAt).IsConcurrencyToken();
        builder.Property(q => q.JudgedAt).IsConcurrencyToken();
    }
}
