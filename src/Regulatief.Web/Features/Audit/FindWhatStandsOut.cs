using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Looks into files by people who work here that a privacy officer may want to ask about.</summary>
/// <param name="From">The first day, Europe/Amsterdam; a week before today unless told.</param>
/// <param name="Until">The last day, inclusive; today unless told. At most <see cref="MostDays"/> days together.</param>
public sealed record FindWhatStandsOutQuery(DateOnly? From, DateOnly? Until) : IClientQuery<WhatStandsOut>
{
    public const int MostDays = 31;

    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditEntry>();
}

/// <param name="IsCut">There were more looks in the period than were judged: a shorter one shows all.</param>
/// <param name="Questions">Those that were not judged, the oldest first, and the last that were.</param>
public sealed record WhatStandsOut(DateOnly From, DateOnly Until, IReadOnlyList<StandingOutLine> Items, bool IsCut, IReadOnlyList<QuestionLine> Questions);

/// <param name="CaseNumbers">The first <see cref="FindWhatStandsOutHandler.ShownCases"/>.</param>
/// <param name="IsAsked">A question about it stands open.</param>
public sealed record StandingOutLine(LooksStandingOut Looks, string Name, IReadOnlyList<int> CaseNumbers, bool IsAsked);

public sealed record QuestionLine(AuditQuestion Question, string Person, bool IsLate);

internal sealed class FindWhatStandsOutValidator : AbstractValidator<FindWhatStandsOutQuery>
{
    public FindWhatStandsOutValidator()
    {
        RuleFor(q => q.Until).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null);
        RuleFor(q => q.Until).Must((query, until) => until!.Value.DayNumber - query.From!.Value.DayNumber < FindWhatStandsOutQuery.MostDays)
            .When(q => q.From is not null && q.Until is not null).WithErrorCode("period-too-long");
    }
}

internal sealed class FindWhatStandsOutHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time)
    : IRequestHandler<FindWhatStandsOutQuery, WhatStandsOut>
{
    public const int ShownCases = 5;

    private const int MostLooks = 200_000;
    private const int ShownQuestions = 20;
    private const int Week = 7;

    public async Task<WhatStandsOut> Handle(FindWhatStandsOutQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var until = query.Until ?? (query.From is { } first && first.AddDays(Week - 1) < time.Today() ? first.AddDays(Week - 1) : time.Today());
        var from = query.From ?? until.AddDays(1 - Week);
        var looks = await LooksAsync(from, until, cancellationToken);
        var found = AuditPatterns.In(await WithPastWorkAsync(looks, cancellationToken));

        var cases = found.SelectMany(f => f.Cases.Take(ShownCases)).Distinct().ToList();
        // That nothing stands out was read in the log, too.
        await (cases.Count > 0
            ? reads.RecordListAsync(actor, nameof(FindWhatStandsOutQuery), null, nameof(Case), cases.ConvertAll(id => id.Value), cancellationToken)
            : reads.RecordAsync(actor, nameof(FindWhatStandsOutQuery), null, nameof(AuditEntry), null, cancellationToken));
        var numbers = await db.NumbersOfAsync(cases, cancellationToken);
        var questions = await QuestionsAsync(cancellationToken);
        var asked = (await db.AuditQuestions.VisibleTo(actor).OpenWithin(from, until).Select(q => new { q.PersonId, q.Pattern }).ToListAsync(cancellationToken))
            .Select(q => (q.PersonId, q.Pattern)).ToHashSet();
        var names = await NamesAsync(found.Select(f => f.PersonId).Concat(questions.Select(q => q.PersonId)), cancellationToken);
        return new WhatStandsOut(
            from, until,
            [
                .. found.Select(f => new StandingOutLine(
                    f, names.GetValueOrDefault(f.PersonId, ""), [.. f.Cases.Take(ShownCases).Select(id => numbers[id]).Order()],
                    asked.Contains((f.PersonId, f.Pattern)))),
            ],
            looks.Count == MostLooks,
            questions.ConvertAll(q => new QuestionLine(q, names.GetValueOrDefault(q.PersonId, ""), q.AnsweredAt is null && q.DueOn < time.Today())));
    }

    private async Task<List<Look>> LooksAsync(DateOnly from, DateOnly until, CancellationToken cancellationToken)
    {
        var (start, end) = (LegalTime.At(from, TimeOnly.MinValue), LegalTime.EndOf(until));
        var covers = (await db.Covers.Where(k => k.From <= until && k.Until >= from && (k.EndedAt == null || k.EndedAt >= start)).AsNoTracking().ToListAsync(cancellationToken))
            .ToLookup(k => k.CoveredById);
        var coordinators = (await db.Projects.SelectMany(p => p.Coordinators).AsNoTracking().ToListAsync(cancellationToken)).ToLookup(k => k.ProjectId, k => k.AccountId);
        var rows = await db.AuditEntries.VisibleTo(db, actor)
            .Where(e => e.Kind == AuditKind.Read && e.At >= start && e.At < end && e.CaseId != null && e.ActorRole != null && NeedToKnow.Staff.Contains(e.ActorRole.Value))
            .OrderByDescending(e => e.At).Take(MostLooks)
            .Join(db.Cases, e => e.CaseId, c => (CaseId?)c.Id, (e, c) => new
            {
                e.ActorId,
                e.ActorRole,
                c.Id,
                e.At,
                c.ClosedAt,
                c.ProfessionalId,
                c.ProjectId,
                IsShared = e.Detail == nameof(CaseAccessKind.Share),
                c.Client.LastName,
            }).ToListAsync(cancellationToken);
        var readers = await NamesAsync(rows.Select(r => r.ActorId), cancellationToken);
        return rows.ConvertAll(r =>
        {
            bool IsTheirs(Guid person) => r.ProfessionalId == person || coordinators[r.ProjectId].Contains(person);

            // Their own, by the wish of who leads the case, or in cover on that day.
            var hasWork = IsTheirs(r.ActorId) || r.IsShared || covers[r.ActorId].Any(k => k.LastsAt(r.At) && IsTheirs(k.AbsentId));
            return new Look(r.ActorId, r.ActorRole!.Value, r.Id, r.At, hasWork, IsNamesake(readers.GetValueOrDefault(r.ActorId), r.LastName), r.ClosedAt);
        });
    }

    private Task<Dictionary<Guid, string>> NamesAsync(IEnumerable<Guid> people, CancellationToken cancellationToken)
    {
        var ids = people.Distinct().ToList();
        return db.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
    }

    private static bool IsNamesake(string? reader, string lastName) => reader is not null && $" {SearchText.Fold(reader)}".EndsWith($" {SearchText.Fold(lastName)}", StringComparison.Ordinal);

    /// <summary>Who changed something of a case worked on it, though it is no longer theirs.</summary>
    private async Task<IEnumerable<Look>> WithPastWorkAsync(List<Look> looks, CancellationToken cancellationToken)
    {
        var doubted = looks.Where(look => !look.HasWork).ToList();
        HashSet<(Guid, CaseId)> worked = [];
        // A statement bears so many parameters and no more.
        foreach (var cases in doubted.Select(look => (CaseId?)look.CaseId).Distinct().Chunk(Bounds.Items).Select(chunk => chunk.ToList()))
        {
            var changed = await db.AuditEntries.VisibleTo(db, actor).Where(e => cases.Contains(e.CaseId) && e.Kind == AuditKind.Change)
                .Select(e => new { e.ActorId, e.CaseId }).Distinct().ToListAsync(cancellationToken);
            worked.UnionWith(changed.Select(c => (c.ActorId, c.CaseId!.Value)));
        }

        return looks.Select(look => look.HasWork || !worked.Contains((look.PersonId, look.CaseId)) ? look : look with { HasWork = true });
    }

    private async Task<List<AuditQuestion>> QuestionsAsync(CancellationToken cancellationToken)
    {
        var all = db.AuditQuestions.VisibleTo(actor).AsNoTracking();
        var open = await all.Where(q => q.JudgedAt == null).OrderBy(q => q.AskedAt).Take(Bounds.Items).ToListAsync(cancellationToken);
        return [.. open, .. await all.Where(q => q.JudgedAt != null).OrderByDescending(q => q.JudgedAt).Take(ShownQuestions).ToListAsync(cancellationToken)];
    }
}
