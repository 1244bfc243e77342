using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

/// <summary>The cases that the actor may see, narrowed by numbers and choices; words come from a stored search or a body, never from an address.</summary>
/// <param name="Mine">Leaves out those one only covers for.</param>
/// <param name="Closed">False for running ones, true for closed ones.</param>
/// <param name="Search">A search stored by <see cref="StoreCaseSearchCommand"/>.</param>
/// <exception cref="NotFoundException">The stored search is gone or somebody else's.</exception>
public sealed record FindCasesQuery(
    CasePhase? Phase = null, int? Number = null, bool Mine = false, bool Overdue = false, bool WithoutVolunteer = false, bool Closed = false,
    Guid? Search = null, string? Words = null, Page Page = default) : IClientQuery<FindCasesResult>
{
    public const int PageSize = 25;

    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

public sealed record FindCasesResult(IReadOnlyList<FoundCase> Items, int Page, int PageSize, int Total)
{
    /// <summary>What was looked for; null without a search.</summary>
    public string? Words { get; init; }

    public AccountRole? For { get; init; }
}

/// <param name="ClientName">As far as this actor may know it.</param>
/// <param name="Volunteer">Null while nobody is paired.</param>
public sealed record FoundCase(
    CaseId Id, int Number, string ClientName, string Project, CasePhase Phase, int Round, bool IsPaused, string Professional, string? Volunteer,
    int OverdueTasks, DateOnly? NextDueOn, DateOnly? NextMeetingOn);

internal sealed class FindCasesValidator : AbstractValidator<FindCasesQuery>
{
    public FindCasesValidator() => RuleFor(q => q.Words).CanBeSearched();
}

internal sealed class FindCasesHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<FindCasesQuery, FindCasesResult>
{
    public async Task<FindCasesResult> Handle(FindCasesQuery query, CancellationToken cancellationToken)
    {
        var words = await WordsAsync(query, cancellationToken);
        var today = time.Today();
        var tasks = db.HumanTasks.KnownTo(actor).Open();
        var late = db.HumanTasks.KnownTo(actor).OverdueOn(today);
        var found = Narrowed(db.Cases.VisibleTo(actor), query, words, late);

        var total = await found.CountAsync(cancellationToken);
        var page = query.Page.Of(total, FindCasesQuery.PageSize);
        var rows = await found
            .OrderByDescending(c => c.Number).On(page)
            .Select(c => new
            {
                c.Id,
                c.Number,
                c.Client,
                Project = c.Project.Name,
                c.Phase,
                c.Round,
                IsPaused = c.PausedAt != null,
                Professional = db.Accounts.Where(a => a.Id == c.ProfessionalId).Select(a => a.DisplayName).FirstOrDefault(),
                Volunteer = c.Assignments.Where(a => a.Until == null).Select(a => a.Volunteer).FirstOrDefault(),
                Late = late.Count(t => t.CaseId == c.Id),
                Next = tasks.Where(t => t.CaseId == c.Id).Min(t => (DateOnly?)t.DueOn),
                Meeting = db.Meetings.Ahead(today).Where(m => m.CaseId == c.Id).Min(m => (DateOnly?)m.PlannedOn) ?? (c.NextMeetingOn >= today ? c.NextMeetingOn : null),
            })
            .AsNoTracking().ToListAsync(cancellationToken);

        var items = rows.ConvertAll(r => new FoundCase(
            r.Id, r.Number, r.Client.NameFor(actor.Role), r.Project, r.Phase, r.Round, r.IsPaused, r.Professional ?? "", r.Volunteer?.NameFor(actor.Role), r.Late, r.Next, r.Meeting));
        await reads.RecordListAsync(actor, nameof(FindCasesQuery), null, nameof(Case), [.. items.Select(i => i.Id.Value)], cancellationToken);
        return new FindCasesResult(items, page.Number, page.Size, total) { Words = words, For = actor.Role };
    }

    private async Task<string?> WordsAsync(FindCasesQuery query, CancellationToken cancellationToken)
    {
        if (query.Search is not { } id) return query.Words;
        var oldest = time.GetUtcNow() - CaseSearch.RetainFor;
        return await db.CaseSearches.Where(s => s.Id == id && s.AccountId == actor.AccountId && s.At >= oldest).Select(s => s.Words).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException(nameof(CaseSearch), id);
    }

    private IQueryable<Case> Narrowed(IQueryable<Case> cases, FindCasesQuery query, string? words, IQueryable<HumanTask> late)
    {
        // Who knows the number looks for that case, running or not.
        cases = query.Number is { } number ? cases.Where(c => c.Number == number)
            : words is not null ? cases
            : query.Closed ? cases.Where(c => c.ClosedAt != null)
            : cases.Where(c => c.ClosedAt == null);
        if (query.Phase is { } phase) cases = cases.Where(c => c.Phase == phase);
        if (query.Mine) cases = cases.Where(c => c.ProfessionalId == actor.AccountId);
        if (query.Overdue) cases = cases.Where(c => late.Any(t => t.CaseId == c.Id));
        if (query.WithoutVolunteer) cases = cases.Where(c => c.Phase != CasePhase.Intake && c.Phase != CasePhase.InclusionCheck && c.Assignments.All(a => a.Until != null));
        return words is null ? cases : SearchText.Words(words).Aggregate(cases, Naming);
    }

    /// <summary>A volunteer knows the first name only, so only that answers.</summary>
    private IQueryable<Case> Naming(IQueryable<Case> cases, string word)
    {
        var number = int.TryParse(word, out var parsed) ? parsed : 0;
        return actor.Role == AccountRole.Volunteer
            ? cases.Where(c => c.Client.SearchName.StartsWith(word) || c.Number == number)
            : cases.Where(c => c.Client.SearchName.Contains(word) || c.Number == number);
    }
}
