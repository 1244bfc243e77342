using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Reminders;

/// <summary>What somebody writes down of a case for themselves (eigen notitie): read by them alone while the case is their work, handed over to nobody, and erased with the case.</summary>
public sealed class OwnNote
{
    public const int MaxWords = 4000;

    /// <summary>Of one person about one case.</summary>
    public const int MostAtOnce = 200;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    public required Guid AccountId { get; init; }

    public required string Words { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }
}

internal sealed class OwnNoteConfiguration : IEntityTypeConfiguration<OwnNote>
{
    public void Configure(EntityTypeBuilder<OwnNote> builder)
    {
        builder.Property(n => n.Words).HasMaxLength(OwnNote.MaxWords);
        builder.HasOne(n => n.Case).WithMany().HasForeignKey(n => n.CaseId);
        builder.HasOne<Account>().WithMany().HasForeignKey(n => n.AccountId);
        builder.HasIndex(n => new { n.AccountId, n.CaseId });
    }
}

public static class OwnNoteQueries
{
    /// <summary>The actor's own, of cases that are their work now.</summary>
    public static IQueryable<OwnNote> VisibleTo(this IQueryable<OwnNote> notes, Actor actor) =>
        notes.Where(n => n.AccountId == actor.AccountId).OfCases(n => n.Case, NeedToKnow.WorksOn(actor));
}
