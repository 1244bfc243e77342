using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Operations;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Incidents;

/// <summary>What failed or waits too long in the machinery: ids, steps and instants, nothing of a client.</summary>
public sealed record IncidentsPageQuery : IPlainQuery<IncidentsPage>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Incident>();
}

/// <param name="Incidents">The oldest first; at most <see cref="IncidentsPageHandler.Shown"/> of <paramref name="IncidentTotal"/>.</param>
/// <param name="BeingRetried">Retries that were asked for and did not run yet.</param>
/// <param name="Due">Rows that are due and not done.</param>
/// <param name="OldestDueAt">Null when nothing is due.</param>
public sealed record IncidentsPage(
    IReadOnlyList<OpenIncident> Incidents, int IncidentTotal, int BeingRetried, IReadOnlyList<ParkedWork> Parked, int ParkedTotal,
    IReadOnlyList<DeadLetter> DeadLetters, int DeadLetterTotal, IReadOnlyList<UnsentMessage> Unsent, int UnsentTotal, int Due, DateTimeOffset? OldestDueAt)
{
    public bool IsCalm => IncidentTotal + ParkedTotal + DeadLetterTotal + UnsentTotal == 0;
}

/// <param name="MayCancel">A workflow beside the case's own cycle.</param>
/// <param name="CaseNumber">Null while it follows a signal that is not shared: nobody is to learn that the case has one.</param>
public sealed record OpenIncident(
    Guid Id, int? CaseNumber, string DefinitionId, int DefinitionVersion, string ActivityId, string ActivityType, string Kind, string Message, bool IsRetryable,
    DateTimeOffset At, bool MayCancel)
{
    /// <summary>The activities that can be begun in its place.</summary>
    public IReadOnlyList<MoveTarget> Targets { get; init; } = [];
}

public sealed record MoveTarget(string Id, string Title);

public sealed record ParkedWork(Guid Id, DueWorkKind Kind, int CaseNumber, string? Failure, int Attempts, DateTimeOffset ParkedAt);

public sealed record DeadLetter(string EventName, int CaseNumber, DateTimeOffset ArrivedAt);

/// <param name="Failure">A code; null when a process stopped while it had it, or nothing brought it in time.</param>
/// <param name="CanBeTriedAgain">Not when its link is worth nothing any more: who waits for it asks anew.</param>
public sealed record UnsentMessage(Guid Id, Guid AccountId, NoticeChannel Channel, MailKind Kind, DateTimeOffset PromisedAt, string? Failure, int Attempts, bool CanBeTriedAgain);

internal sealed class IncidentsPageHandler(RegulatiefDbContext db, MoveTargets moveTargets, TimeProvider time) : IRequestHandler<IncidentsPageQuery, IncidentsPage>
{
    internal const int Shown = 50;

    public async Task<IncidentsPage> Handle(IncidentsPageQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = db.Incidents.Where(i => i.ResolvedAt == null);
        var parked = db.DueWork.Where(w => w.ParkedAt != null);
        var due = db.DueWork.Where(w => w.SuspendedAt == null && w.ParkedAt == null && w.DueAt <= now);
        var dead = db.DeadLetters();
        var (mails, shorts) = (db.Mails.NotSent(now, now - JobTurn.Patience), db.ShortMessages.NotSent(now, now - JobTurn.Patience));
        return new IncidentsPage(
            await ShownAsync(open, cancellationToken),
            await open.CountAsync(cancellationToken),
            await db.DueWork.CountAsync(w => w.Kind == DueWorkKind.IncidentRetry && w.ParkedAt == null, cancellationToken),
            await parked.OrderBy(w => w.ParkedAt).Take(Shown)
                .Join(db.Cases, w => w.CaseId, c => c.Id, (w, c) => new ParkedWork(w.Id, w.Kind, c.Number, w.Failure, w.Attempts, w.ParkedAt!.Value)).ToListAsync(cancellationToken),
            await parked.CountAsync(cancellationToken),
            await (from letter in dead
                   join instance in db.Instances on letter.InstanceId equals instance.Id
                   join @case in db.Cases on instance.CaseId equals @case.Id
                   orderby letter.ArrivedAt
                   select new DeadLetter(letter.EventName, @case.Number, letter.ArrivedAt)).Take(Shown).ToListAsync(cancellationToken),
            await dead.CountAsync(cancellationToken),
            [.. (await mails.OrderByDescending(m => m.PromisedAt).Take(Shown).AsNoTracking().ToListAsync(cancellationToken)).Select(m => Unsent(m, NoticeChannel.Mail, m.Kind, now))
                .Concat((await shorts.OrderByDescending(m => m.PromisedAt).Take(Shown).AsNoTracking().ToListAsync(cancellationToken))
                    .Select(m => Unsent(m, m.Channel, m.IsUrgent ? MailKind.UrgentNotices : MailKind.Notices, now)))
                .OrderByDescending(m => m.PromisedAt).Take(Shown)],
            await mails.CountAsync(cancellationToken) + await shorts.CountAsync(cancellationToken),
            await due.CountAsync(cancellationToken),
            await due.MinAsync(w => (DateTimeOffset?)w.DueAt, cancellationToken));
    }

    private static UnsentMessage Unsent(Sending sending, NoticeChannel channel, MailKind kind, DateTimeOffset now) =>
        new(sending.Id, sending.AccountId, channel, kind, sending.PromisedAt, sending.Failure, sending.Attempts, sending.CanBeTriedAgain(now));

    private async Task<List<OpenIncident>> ShownAsync(IQueryable<StoredIncident> open, CancellationToken cancellationToken)
    {
        var shown = await (from incident in open
                           join instance in db.Instances on incident.InstanceId equals instance.Id
                           join @case in db.Cases on instance.CaseId equals @case.Id
                           orderby incident.At
                           select new
                           {
                               Incident = incident,
                               Item = new OpenIncident(
                                   incident.Id, db.RiskSignals.Any(s => s.Id == instance.RiskSignalId && s.SharedAt == null) ? (int?)null : @case.Number,
                                   instance.DefinitionId, instance.DefinitionVersion, incident.ActivityId, incident.ActivityType, incident.Kind,
                                   incident.Message, incident.IsRetryable, incident.At, instance.RiskSignalId != null || instance.ParentId != null),
                           }).Take(Shown).AsNoTracking().ToListAsync(cancellationToken);
        var items = new List<OpenIncident>();
        foreach (var one in shown)
        {
            var targets = await moveTargets.OfAsync(one.Incident, cancellationToken);
            items.Add(one.Item with { Targets = [.. targets.Select(t => new MoveTarget(t.Id, t.DisplayText ?? t.Name ?? t.Id))] });
        }

        return items;
    }
}
