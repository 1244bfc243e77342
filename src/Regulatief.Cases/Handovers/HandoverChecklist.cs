using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.Handovers;

/// <summary>What is at hand in a case that passes to another professional; nothing of what a signal, an agreement or a talk says.</summary>
/// <param name="Tasks">The professional's open ones that all who work on the case know of, the first due first.</param>
/// <param name="HasAgreementToSign">One was signed with the predecessor: it stands still until the successor signs, and so does what was shared under it.</param>
/// <param name="OpenSignals">Those that the reader may know of and nobody closed: none for a successor, who did not sign yet.</param>
/// <param name="Volunteer">Told by the product when the hand-over is accepted; null when nobody is paired.</param>
/// <param name="IsClientTold">Reads it on the own page. Without an account the predecessor has to tell it.</param>
public sealed record HandoverChecklist(
    IReadOnlyList<HandoverTask> Tasks, bool HasAgreementToSign, DateOnly? NextMeetingOn, int OpenSignals, string? Volunteer, bool IsClientTold);

public sealed record HandoverTask(string Title, DateOnly DueOn);

public static class HandoverChecklists
{
    /// <summary>Those of these cases.</summary>
    /// <param name="cases">With their clients and assignments; the reader is one who may know of them.</param>
    public static async Task<IReadOnlyDictionary<CaseId, HandoverChecklist>> ChecklistsOfAsync(
        this RegulatiefDbContext db, IReadOnlyList<Case> cases, Actor reader, DateOnly today, CancellationToken cancellationToken)
    {
        var ids = cases.Select(c => c.Id).ToList();
        var tasks = (await db.HumanTasks.KnownToAll().Open().Where(t => ids.Contains(t.CaseId) && t.Role == AccountRole.ProbationOfficer)
            .OrderBy(t => t.DueOn).Select(t => new { t.CaseId, t.Title, t.DueOn }).ToListAsync(cancellationToken)).ToLookup(t => t.CaseId, t => new HandoverTask(t.Title, t.DueOn));
        var signed = (await db.Agreements.Where(a => ids.Contains(a.CaseId) && a.Status == AgreementStatus.Signed).Select(a => a.CaseId).Distinct().ToListAsync(cancellationToken)).ToHashSet();
        var meetings = await db.Meetings.Ahead(today).Where(m => ids.Contains(m.CaseId)).GroupBy(m => m.CaseId)
            .Select(g => new { g.Key, On = g.Min(m => m.PlannedOn) }).ToDictionaryAsync(m => m.Key, m => m.On, cancellationToken);
        var signals = await db.RiskSignals.VisibleTo(reader).Open().Where(s => ids.Contains(s.CaseId)).GroupBy(s => s.CaseId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(s => s.Key, s => s.Count, cancellationToken);
        return cases.ToDictionary(c => c.Id, c => new HandoverChecklist(
            [.. tasks[c.Id]],
            signed.Contains(c.Id),
            meetings.TryGetValue(c.Id, out var on) ? on : c.NextMeetingOn >= today ? c.NextMeetingOn : null,
            signals.GetValueOrDefault(c.Id),
            c.CurrentAssignment?.Volunteer.NameFor(reader.Role),
            c.Client.AccountId is not null));
    }
}
