using Hangfire;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Operations;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Features.Operations;

/// <summary>Whether the machinery keeps up: counts, kinds and instants, nothing of anybody.</summary>
public sealed record OperationsQuery : IPlainQuery<OperationsPage>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<DueWork>();
}

/// <param name="Checks">What <c>/health</c> tells by name, of the process that answers.</param>
/// <param name="Work">Of each kind of which anything waits.</param>
/// <param name="Mails">The same.</param>
/// <param name="ShortMessages">The same, of each way.</param>
/// <param name="Refusals">Why mails and short messages of the last month did not go, and how many.</param>
/// <param name="Jobs">Null when the storage of the jobs does not answer.</param>
public sealed record OperationsPage(
    DateTimeOffset At, IReadOnlyList<CheckLine> Checks, IReadOnlyList<WorkQueue> Work, bool MailIsOn, IReadOnlyList<MailQueue> Mails, IReadOnlyList<ShortMessageQueue> ShortMessages, IReadOnlyList<MailRefusal> Refusals,
    IReadOnlyList<TurnLine> Turns, JobStorageState? Jobs)
{
    public bool IsFine => Checks.All(c => c.Status == HealthStatus.Healthy) && Work.All(w => w is { Late: 0, Parked: 0 }) && Mails.All(m => m.Late == 0) && ShortMessages.All(m => m.Late == 0)
        && Turns.All(t => t.Standing == JobStanding.Fine) && Jobs is not null;
}

public sealed record CheckLine(string Name, HealthStatus Status);

/// <param name="Due">Can be done now.</param>
/// <param name="Late">Of those, what could be done minutes ago already: what <c>/health</c> minds.</param>
/// <param name="Since">Since when the longest waiting of those due could be done.</param>
/// <param name="Retrying">Failed, or reserved by who does it, and waits for its next try.</param>
/// <param name="Parked">Failed too often.</param>
public sealed record WorkQueue(DueWorkKind Kind, int Due, int Late, DateTimeOffset? Since, int Retrying, int Parked);

/// <param name="Sent">In the last day.</param>
/// <param name="NotSent">Refused, of no use any more, or lost with the process that had it; in the last month.</param>
public sealed record MailQueue(MailKind Kind, int Due, int Late, DateTimeOffset? Since, int Retrying, int Sent, int NotSent);

/// <summary>As <see cref="MailQueue"/>, of texts or of devices.</summary>
public sealed record ShortMessageQueue(NoticeChannel Channel, int Due, int Late, DateTimeOffset? Since, int Retrying, int Sent, int NotSent);

/// <param name="Code">As the mail server, or the program, told it.</param>
public sealed record MailRefusal(string Code, int Count);

public sealed record TurnLine(
    string Node, string Job, JobStanding Standing, int EverySeconds, DateTimeOffset? BeganAt, DateTimeOffset? EndedWellAt, DateTimeOffset? FailedAt, string? Failure, DateTimeOffset SeenAt);

internal sealed class OperationsHandler(RegulatiefDbContext db, JobStorage storage, HealthCheckService health, IOptions<MailOptions> mail, TimeProvider time)
    : IRequestHandler<OperationsQuery, OperationsPage>
{
    private static readonly TimeSpan Patience = JobTurn.Patience;

    public async Task<OperationsPage> Handle(OperationsQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var report = await health.CheckHealthAsync(cancellationToken);
        return new OperationsPage(
            now,
            [.. report.Entries.Select(check => new CheckLine(check.Key, check.Value.Status)).OrderBy(check => check.Name, StringComparer.Ordinal)],
            await WorkAsync(now, cancellationToken),
            mail.Value.IsOn,
            await MailsAsync(now, cancellationToken),
            await ShortMessagesAsync(now, cancellationToken),
            [.. (await RefusalsAsync(db.Mails, now, cancellationToken)).Concat(await RefusalsAsync(db.ShortMessages, now, cancellationToken))
                .GroupBy(r => r.Code).Select(same => new MailRefusal(same.Key, same.Sum(r => r.Count)))],
            await TurnsAsync(now, cancellationToken),
            JobStorageState.Of(storage));
    }

    private async Task<List<WorkQueue>> WorkAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now - Patience;
        var due = await db.DueWork.DueBy(now).GroupBy(w => w.Kind)
            .Select(g => new { g.Key, Count = g.Count(), Since = g.Min(w => w.RetryAt ?? w.DueAt) }).ToDictionaryAsync(g => g.Key, cancellationToken);
        var late = await db.DueWork.DueBy(before).GroupBy(w => w.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var retrying = await db.DueWork.Where(w => w.DueAt <= now && w.SuspendedAt == null && w.ParkedAt == null && w.RetryAt > now)
            .GroupBy(w => w.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var parked = await db.DueWork.Where(w => w.ParkedAt != null).GroupBy(w => w.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return [.. due.Keys.Union(retrying.Keys).Union(parked.Keys).Order().Select(kind => new WorkQueue(
            kind, due.GetValueOrDefault(kind)?.Count ?? 0, late.GetValueOrDefault(kind), due.GetValueOrDefault(kind)?.Since, retrying.GetValueOrDefault(kind), parked.GetValueOrDefault(kind)))];
    }

    private async Task<List<MailQueue>> MailsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (before, yesterday) = (now - Patience, now.AddDays(-1));
        var due = await db.Mails.DueBy(now).GroupBy(m => m.Kind)
            .Select(g => new { g.Key, Count = g.Count(), Late = g.Count(m => m.DueAt <= before), Since = g.Min(m => m.DueAt) }).ToDictionaryAsync(g => g.Key, cancellationToken);
        var retrying = await CountAsync(db.Mails.Where(m => m.TakenAt == null && m.Attempts > 0 && m.DueAt > now && m.UntilAt > now), cancellationToken);
        var sent = await CountAsync(db.Mails.Where(m => m.SentAt > yesterday), cancellationToken);
        var notSent = await CountAsync(db.Mails.NotSent(now, before), cancellationToken);
        return [.. due.Keys.Union(retrying.Keys).Union(sent.Keys).Union(notSent.Keys).Order().Select(kind =>
        {
            var waiting = due.GetValueOrDefault(kind);
            return new MailQueue(
                kind, waiting?.Count ?? 0, waiting?.Late ?? 0, waiting?.Since, retrying.GetValueOrDefault(kind), sent.GetValueOrDefault(kind), notSent.GetValueOrDefault(kind));
        })];
    }

    private async Task<List<ShortMessageQueue>> ShortMessagesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (before, yesterday) = (now - Patience, now.AddDays(-1));
        List<ShortMessageQueue> queues = [];
        foreach (var channel in new[] { NoticeChannel.Sms, NoticeChannel.Push })
        {
            var all = db.ShortMessages.Where(m => m.Channel == channel);
            var queue = new ShortMessageQueue(
                channel,
                await all.DueBy(now).CountAsync(cancellationToken),
                await all.DueBy(now).CountAsync(m => m.DueAt <= before, cancellationToken),
                await all.DueBy(now).MinAsync(m => (DateTimeOffset?)m.DueAt, cancellationToken),
                await all.CountAsync(m => m.TakenAt == null && m.Attempts > 0 && m.DueAt > now && m.UntilAt > now, cancellationToken),
                await all.CountAsync(m => m.SentAt > yesterday, cancellationToken),
                await all.NotSent(now, before).CountAsync(cancellationToken));
            if (queue is not { Due: 0, Retrying: 0, Sent: 0, NotSent: 0 }) queues.Add(queue);
        }

        return queues;
    }

    private static Task<List<MailRefusal>> RefusalsAsync<T>(IQueryable<T> sendings, DateTimeOffset now, CancellationToken cancellationToken)
        where T : Sending =>
        sendings.NotSent(now, now - Patience).Where(m => m.Failure != null).GroupBy(m => m.Failure!).Select(g => new MailRefusal(g.Key, g.Count())).ToListAsync(cancellationToken);

    private static Task<Dictionary<MailKind, int>> CountAsync(IQueryable<Mail> mails, CancellationToken cancellationToken) =>
        mails.GroupBy(m => m.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

    private async Task<List<TurnLine>> TurnsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var turns = await db.JobTurns.AsNoTracking().Where(t => t.SeenAt >= now - JobTurn.RetainFor).OrderBy(t => t.Node).ThenBy(t => t.Job).ToListAsync(cancellationToken);
        return turns.ConvertAll(t => new TurnLine(t.Node, t.Job, t.StandingAt(now), t.EverySeconds, t.BeganAt, t.EndedWellAt, t.FailedAt, t.Failure, t.SeenAt));
    }
}
