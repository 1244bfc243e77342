using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.ClientRequests;

/// <summary>Something that is kept of a client, and of which they can say that it is not right or that they see it otherwise.</summary>
/// <param name="Id">Null where there is one alone, or where the client's page shows none apart.</param>
/// <param name="Words">Of a goal; null for what is told by its day.</param>
/// <param name="On">Null for what is told by its words, or its kind.</param>
public sealed record ClientRequestSubject(ClientRequestAbout About, Guid? Id = null, string? Words = null, DateOnly? On = null);

public static class ClientRequestSubjects
{
    /// <summary>What the client of a case may know of, and the actor as well: an officer who writes down what a client says learns of nothing by it.</summary>
    /// <remarks>Of signals those that were passed to the professional, who reads what is said of them: by asking about another one a client would tell of it.</remarks>
    /// <param name="case">With its goals, and one that the actor works on.</param>
    public static async Task<IReadOnlyList<ClientRequestSubject>> SubjectsOfRequestsAsync(this RegulatiefDbContext db, Case @case, Actor actor, CancellationToken cancellationToken)
    {
        var agreements = await db.Agreements.Where(a => a.CaseId == @case.Id).OrderBy(a => a.ProposedAt).Select(a => new { a.Id, a.ValidFrom }).ToListAsync(cancellationToken);
        var meetings = await db.Meetings.Where(m => m.CaseId == @case.Id && (m.Status == MeetingStatus.Held || m.Status == MeetingStatus.Missed))
            .OrderBy(m => m.PlannedOn).Select(m => new { m.Id, On = m.HeldOn ?? m.PlannedOn }).ToListAsync(cancellationToken);
        var signals = await db.RiskSignals.VisibleTo(actor).KnownToClient().Where(s => s.CaseId == @case.Id).WithDisclosures().OrderBy(s => s.NotedAt).AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            new(ClientRequestAbout.OwnParticulars),
            .. @case.Goals.OrderBy(g => g.AddedAt).Select(g => new ClientRequestSubject(ClientRequestAbout.Goal, g.Id.Value, g.Text)),
            .. agreements.Select(a => new ClientRequestSubject(ClientRequestAbout.Agreement, a.Id.Value, On: a.ValidFrom)),
            .. meetings.Select(m => new ClientRequestSubject(ClientRequestAbout.Meeting, m.Id.Value, On: m.On)),
            .. await db.Evaluations.AnyAsync(e => e.CaseId == @case.Id, cancellationToken) ? [new ClientRequestSubject(ClientRequestAbout.Evaluation)] : Array.Empty<ClientRequestSubject>(),
            .. signals.Where(s => s.DisclosuresKnownToClient().Any(d => d.Recipient == CaseRole.Professional))
                .Select(s => new ClientRequestSubject(ClientRequestAbout.RiskSignal, s.Id.Value, On: LegalTime.DateOf(s.DiscussedAt ?? s.SharedAt ?? s.NotedAt))),
            new(ClientRequestAbout.Other),
        ];
    }

    /// <summary>What a request is about; by its kind alone when the actor may not know of it, or when it is gone.</summary>
    public static async Task<ClientRequestSubject> SubjectOfAsync(this RegulatiefDbContext db, ClientRequest request, Case @case, Actor actor, CancellationToken cancellationToken) =>
        (await db.SubjectsOfRequestsAsync(@case, actor, cancellationToken)).FirstOrDefault(s => s.About == request.About && s.Id == request.AboutId) ?? new ClientRequestSubject(request.About!.Value);
}
