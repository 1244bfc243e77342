using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Clients;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Retention;

/// <summary>Erases a case, or a part of it, in the caller's transaction: whole or not at all.</summary>
/// <remarks>
/// What stays of a case names nobody and holds no words: its number, project, dates and outcome, its pairings, which kinds of activities took place, and the figures of its
/// evaluations. Audit rows are not touched: they hold ids.
/// </remarks>
public sealed class CaseErasure(RegulatiefDbContext db, RetentionSchedule schedule, TimeProvider time)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The day from which this kind of a case may go.</summary>
    /// <exception cref="CaseRuleException">
    /// <c>erasure-already</c>, <c>erasure-case-open</c>, <c>erasure-case-held</c>, <c>erasure-open-request</c>, <c>erasure-open-work</c>, <c>erasure-nothing-left</c>.
    /// </exception>
    public async Task<DateOnly> RefuseUnlessMayGoAsync(Case @case, RetentionKind kind, CancellationToken cancellationToken)
    {
        if (@case.ErasedAt is not null) throw new CaseRuleException("erasure-already", @case.Number);
        if (!@case.IsClosed) throw new CaseRuleException("erasure-case-open", @case.Number);
        if (await db.LegalHolds.Lasting().AnyAsync(h => h.CaseId == @case.Id, cancellationToken)) throw new CaseRuleException("erasure-case-held", @case.Number);
        if (await db.ClientRequests.Waiting().AnyAsync(r => r.CaseId == @case.Id, cancellationToken)) throw new CaseRuleException("erasure-open-request", @case.Number);
        if (await db.HumanTasks.Open().AnyAsync(t => t.CaseId == @case.Id, cancellationToken)
            || await db.Instances.AnyAsync(i => i.CaseId == @case.Id && i.Status == WorkflowStatus.Running, cancellationToken))
            throw new CaseRuleException("erasure-open-work", @case.Number);
        if (!await db.Holding(kind, db.Cases.Where(c => c.Id == @case.Id)).AnyAsync(cancellationToken)) throw new CaseRuleException("erasure-nothing-left", @case.Number);

        var project = await db.Projects.Where(p => p.Id == @case.ProjectId).Select(p => p.Name).SingleAsync(cancellationToken);
        return (await db.EndingTermsAsync([@case.Id], kind, schedule.Of(kind, project), cancellationToken)).Single().EndsOn;
    }

    /// <summary>Erases what an approved item names, or keeps why not: since the approval it may have been held, opened again or kept longer. Does nothing to one that had its turn.</summary>
    /// <param name="promise">The row of due work that is kept by this.</param>
    public async Task EraseAsync(ErasureItem item, Case @case, Guid promise, CancellationToken cancellationToken)
    {
        if (item.Outcome != ErasureOutcome.Waiting) return;
        var now = time.GetUtcNow();
        try
        {
            var endsOn = await RefuseUnlessMayGoAsync(@case, item.Kind, cancellationToken);
            if (endsOn > LegalTime.DateOf(now)) throw new CaseRuleException("erasure-kept-longer", @case.Number, endsOn);
        }
        catch (CaseRuleException refusal)
        {
            item.End(ErasureOutcome.Refused, now, refusal.Code);
            return;
        }

        _counts.Clear();
        switch (item.Kind)
        {
            case RetentionKind.CaseFile: await EraseFileAsync(@case, promise, now, cancellationToken); break;
            case RetentionKind.RiskSignals: await EraseSignalsAsync(@case.Id, arePassedOn: true, cancellationToken); break;
            case RetentionKind.VolunteerNotes: await EraseNotesAsync(@case.Id, cancellationToken); break;
            default: throw new InvalidOperationException($"Item {item.Id} of erasure {item.ErasureId} is of kind {item.Kind}, which is no part of a case.");
        }

        item.End(ErasureOutcome.Erased, now, counts: _counts);
    }

    private async Task EraseFileAsync(Case @case, Guid promise, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = @case.Id;
        await EraseBatchesAsync(db.EscalationBatchItems.Where(i => i.CaseId == id), cancellationToken);
        await EraseNotesAsync(id, cancellationToken);
        await EraseSignalsAsync(id, arePassedOn: true, cancellationToken);
        await EraseTasksAsync(db.HumanTasks.Where(t => t.CaseId == id), cancellationToken);
        await EraseWorkflowsAsync(db.Instances.Where(i => i.CaseId == id), cancellationToken);
        await db.TakeBackAllOfAsync(id, promise, cancellationToken);

        await RemoveAsync(db.Escalations.Where(e => e.CaseId == id), cancellationToken);
        await RemoveAsync(db.EscalationAnswers.Where(a => a.CaseId == id), cancellationToken);
        await RemoveAsync(db.FollowUps.Where(f => f.CaseId == id), cancellationToken);
        await RemoveAsync(db.Notices.Where(n => n.CaseId == id), cancellationToken);
        await RemoveAsync(db.Timeline.Where(e => e.CaseId == id), cancellationToken);
        await EraseAccessAsync(@case, cancellationToken);
        await RemoveAsync(db.Intakes.Where(i => i.CaseId == id), cancellationToken);
        await RemoveAsync(db.InclusionChecks.Where(i => i.CaseId == id), cancellationToken);
        await RemoveAsync(db.StartContacts.Where(s => s.CaseId == id), cancellationToken);
        await RemoveAsync(db.SafetyChecks.Where(s => s.CaseId == id), cancellationToken);
        await RemoveAsync(db.TaskDivisions.Where(d => d.CaseId == id), cancellationToken);
        await RemoveAsync(db.Agreements.Where(a => a.CaseId == id), cancellationToken);
        await RemoveAsync(db.ClientRequests.Where(r => r.CaseId == id), cancellationToken);
        await RemoveAsync(db.MeetingDecisions.Where(d => d.CaseId == id), cancellationToken);
        await RemoveAsync(db.ContactConsents.Where(c => c.CaseId == id), cancellationToken);
        var proposals = db.MatchProposals.Where(p => p.CaseId == id);
        // A volunteer is told of them without the case.
        await RemoveAsync(db.Notices.Where(n => proposals.Any(p => p.Id == n.SubjectId)), cancellationToken);
        await RemoveAsync(proposals, cancellationToken);
        await RemoveAsync(db.VolunteerCheckIns.Where(c => c.CaseId == id), cancellationToken);
        await RemoveAsync(db.MatchProfiles.Where(p => p.CaseId == id), cancellationToken);
        await RemoveAsync(db.ContactRequests.Where(r => r.CaseId == id), cancellationToken);
        await RemoveAsync(db.ContactSilences.Where(s => s.CaseId == id), cancellationToken);
        await RemoveAsync(db.OwnReminders.Where(r => r.CaseId == id), cancellationToken);
        await RemoveAsync(db.OwnNotes.Where(n => n.CaseId == id), cancellationToken);
        var meetings = db.Meetings.Where(m => m.CaseId == id);
        var mailed = (await meetings.Select(m => m.Id).ToListAsync(cancellationToken)).ConvertAll(meeting => (Guid?)meeting.Value);
        await RemoveAsync(db.Mails.Where(m => mailed.Contains(m.SubjectId)), cancellationToken);
        await RemoveAsync(meetings, cancellationToken);
        var leavings = db.VolunteerLeavings.Where(l => l.CaseId == id);
        // Who was to take over was told without the case.
        await RemoveAsync(db.Notices.Where(n => leavings.Any(l => l.Id == n.SubjectId)), cancellationToken);
        await RemoveAsync(db.Set<ForSuccessor>().Where(i => leavings.Any(l => l.Id == i.LeavingId)), cancellationToken);
        await RemoveAsync(leavings, cancellationToken);
        await RemoveAsync(db.Closures.Where(c => c.CaseId == id), cancellationToken);
        await RemoveAsync(db.Handovers.Where(h => h.CaseId == id), cancellationToken);
        await RemoveAsync(db.CaseHandovers.Where(h => h.CaseId == id), cancellationToken);
        await RemoveAsync(db.KeptLonger.Where(k => k.CaseId == id), cancellationToken);
        await RemoveAsync(db.LegalHolds.Where(h => h.CaseId == id), cancellationToken);
        await RemoveAsync(db.Set<Goal>().Where(g => g.CaseId == id), cancellationToken);

        Count<VolunteerAssignment>(await db.VolunteerAssignments.Where(a => a.CaseId == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.EndReason, (string?)null).SetProperty(a => a.Motivation, (string?)null).SetProperty(a => a.AskedBy, (string?)null), cancellationToken));
        foreach (var evaluation in await db.Evaluations.Include(e => e.Goals).Where(e => e.CaseId == id).ToListAsync(cancellationToken))
        {
            evaluation.Erase();
            Count<Evaluation>(1);
        }

        await EraseClientAsync(@case, now, cancellationToken);
        // Its goals and pairings are held by the context as they were, and nobody writes them again.
        await db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.ErasedAt, now).SetProperty(c => c.CooperationFormReason, (string?)null).SetProperty(c => c.PauseReason, (string?)null), cancellationToken);
        Count<Case>(1);
    }

    /// <summary>Who knows the client stays kept out of their other cases.</summary>
    private async Task EraseAccessAsync(Case @case, CancellationToken cancellationToken)
    {
        var other = await db.Cases.Where(c => c.ClientId == @case.ClientId && c.Id != @case.Id).OrderByDescending(c => c.Number).Select(c => (CaseId?)c.Id).FirstOrDefaultAsync(cancellationToken);
        if (other is { } stays)
            await db.CaseAccesses.Where(a => a.CaseId == @case.Id && a.Kind == CaseAccessKind.Exclusion && a.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.CaseId, stays), cancellationToken);
        await RemoveAsync(db.CaseAccesses.Where(a => a.CaseId == @case.Id), cancellationToken);
    }

    /// <summary>The case is of a client without a name from now on. Their own row goes with their last case, and so does what their account held.</summary>
    private async Task EraseClientAsync(Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var client = await db.Clients.AsNoTracking().SingleAsync(c => c.Id == @case.ClientId, cancellationToken);
        await ForgetSearchesAsync(client, cancellationToken);
        var nobody = Client.Nobody();
        db.Clients.Add(nobody);
        await db.SaveChangesAsync(cancellationToken);
        await db.Cases.Where(c => c.Id == @case.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClientId, nobody.Id), cancellationToken);
        if (await db.Cases.AnyAsync(c => c.ClientId == client.Id, cancellationToken)) return;

        await RemoveAsync(db.ClientCorrections.Where(c => c.ClientId == client.Id), cancellationToken);
        await RemoveAsync(db.Clients.Where(c => c.Id == client.Id), cancellationToken);
        if (client.AccountId is { } accountId) await CloseAccountAsync(accountId, now, cancellationToken);
    }

    /// <summary>Stored searches go after a day; one for this client goes now.</summary>
    private async Task ForgetSearchesAsync(Client client, CancellationToken cancellationToken)
    {
        var names = SearchText.Words(client.FullName);
        var searches = await db.CaseSearches.AsNoTracking().ToListAsync(cancellationToken);
        var ofClient = searches.FindAll(s => SearchText.Words(s.Words).Any(word => names.Any(name => name.Contains(word, StringComparison.Ordinal)))).ConvertAll(s => s.Id);
        await RemoveAsync(db.CaseSearches.Where(s => ofClient.Contains(s.Id)), cancellationToken);
    }

    /// <summary>The row stays, closed and without a name, since audit rows name its id; nobody can log in with it.</summary>
    private async Task CloseAccountAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Id == id && a.Roles.Any(r => r.Role == AccountRole.Client), cancellationToken) is not { } account) return;
        account.CloseForGood();
        await db.Sessions.EndAsync(id, null, now, cancellationToken);
        await RemoveAsync(db.Sessions.Where(s => s.AccountId == id), cancellationToken);
        await RemoveAsync(db.ApiTokens.Where(t => t.AccountId == id), cancellationToken);
        await RemoveAsync(db.Invitations.Where(i => i.AccountId == id), cancellationToken);
        await RemoveAsync(db.ClientCodes.Where(c => c.AccountId == id), cancellationToken);
        await RemoveAsync(db.Mails.Where(m => m.AccountId == id), cancellationToken);
        await RemoveAsync(db.ShortMessages.Where(m => m.AccountId == id), cancellationToken);
        await RemoveAsync(db.PushDevices.Where(d => d.AccountId == id), cancellationToken);
        await RemoveAsync(db.CalendarFeeds.Where(f => f.AccountId == id), cancellationToken);
        await RemoveAsync(db.HeldForms.Where(f => f.AccountId == id), cancellationToken);
        await RemoveAsync(db.Passkeys.Where(p => p.UserId == id), cancellationToken);
        await RemoveAsync(db.Notices.Where(n => n.AccountId == id), cancellationToken);
        await db.Set<IdentityUserToken<Guid>>().Where(t => t.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == id).ExecuteDeleteAsync(cancellationToken);
        Count<Account>(1);
    }

    private async Task EraseNotesAsync(CaseId id, CancellationToken cancellationToken)
    {
        await EraseSignalsAsync(id, arePassedOn: false, cancellationToken);
        Count<VolunteerActivity>(await db.VolunteerActivities.Where(a => a.CaseId == id && a.Note != null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Note, (string?)null), cancellationToken));
    }

    private async Task EraseSignalsAsync(CaseId id, bool arePassedOn, CancellationToken cancellationToken)
    {
        var signals = await db.RiskSignals.Where(s => s.CaseId == id && s.Disclosures.Any() == arePassedOn).Select(s => s.Id).ToListAsync(cancellationToken);
        if (signals.Count == 0) return;
        var ofSignals = signals.ConvertAll(s => (RiskSignalId?)s);
        var disclosures = await db.Disclosures.Where(d => signals.Contains(d.RiskSignalId)).Select(d => d.Id).ToListAsync(cancellationToken);
        var calls = await db.DangerCalls.Where(c => signals.Contains(c.RiskSignalId)).Select(c => c.Id).ToListAsync(cancellationToken);
        List<Guid?> subjects = [.. signals.Select(s => (Guid?)s.Value), .. disclosures.Concat(calls).Select(d => (Guid?)d)];

        await EraseTasksAsync(db.HumanTasks.Where(t => t.CaseId == id && (ofSignals.Contains(t.RiskSignalId) || subjects.Contains(t.SubjectId))), cancellationToken);
        await EraseWorkflowsAsync(db.Instances.Where(i => i.CaseId == id && ofSignals.Contains(i.RiskSignalId)), cancellationToken);
        await RemoveAsync(db.Timeline.Where(e => e.CaseId == id && subjects.Contains(e.SubjectId)), cancellationToken);
        await RemoveAsync(db.Notices.Where(n => subjects.Contains(n.SubjectId)), cancellationToken);
        // What the client said of one tells of it.
        await RemoveAsync(db.ClientRequests.Where(r => r.CaseId == id && subjects.Contains(r.AboutId)), cancellationToken);
        await RemoveAsync(db.DangerCalls.Where(c => signals.Contains(c.RiskSignalId)), cancellationToken);
        await RemoveAsync(db.ExceptionReviews.Where(r => disclosures.Contains(r.DisclosureId)), cancellationToken);
        await RemoveAsync(db.Disclosures.Where(d => disclosures.Contains(d.Id)), cancellationToken);
        await RemoveAsync(db.RiskSignals.Where(s => signals.Contains(s.Id)), cancellationToken);
    }

    /// <summary>The words of an answer to several may be of any of them: it goes, and what is left of it is cleared away.</summary>
    private async Task EraseBatchesAsync(IQueryable<EscalationBatchItem> items, CancellationToken cancellationToken)
    {
        await RemoveAsync(db.EscalationBatches.Where(b => items.Any(i => i.BatchId == b.Id)), cancellationToken);
        await RemoveAsync(items, cancellationToken);
    }

    private async Task EraseTasksAsync(IQueryable<HumanTask> tasks, CancellationToken cancellationToken)
    {
        await RemoveAsync(db.TaskDrafts.Where(d => tasks.Any(t => t.Id == d.TaskId)), cancellationToken);
        var raised = db.Escalations.Where(e => tasks.Any(t => t.Id == e.TaskId));
        await RemoveAsync(db.EscalationAnswers.Where(a => raised.Any(e => e.SubjectId == a.SubjectId)), cancellationToken);
        await EraseBatchesAsync(db.EscalationBatchItems.Where(i => raised.Any(e => e.Id == i.EscalationId)), cancellationToken);
        await RemoveAsync(raised, cancellationToken);
        await RemoveAsync(db.TermExtensions.Where(e => tasks.Any(t => t.Id == e.TaskId)), cancellationToken);
        await RemoveAsync(tasks, cancellationToken);
    }

    private async Task EraseWorkflowsAsync(IQueryable<StoredInstance> instances, CancellationToken cancellationToken)
    {
        await RemoveAsync(db.Bookmarks.Where(b => instances.Any(i => i.Id == b.InstanceId)), cancellationToken);
        await RemoveAsync(db.Journal.Where(e => instances.Any(i => i.Id == e.InstanceId)), cancellationToken);
        await RemoveAsync(db.Incidents.Where(r => instances.Any(i => i.Id == r.InstanceId)), cancellationToken);
        await RemoveAsync(db.Inbox.Where(e => instances.Any(i => i.Id == e.InstanceId)), cancellationToken);
        await RemoveAsync(db.Outbox.Where(m => instances.Any(i => i.Id == m.InstanceId)), cancellationToken);
        await RemoveAsync(instances, cancellationToken);
    }

    private async Task RemoveAsync<T>(IQueryable<T> rows, CancellationToken cancellationToken) => Count<T>(await rows.ExecuteDeleteAsync(cancellationToken));

    private void Count<T>(int rows)
    {
        if (rows > 0) _counts[typeof(T).Name] = _counts.GetValueOrDefault(typeof(T).Name) + rows;
    }
}
