using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.RiskSignals;

/// <summary>Calls people out when acute danger was passed on: again and further up the line each time that nobody answers, at any hour and also in a pause.</summary>
public static class DangerCalling
{
    /// <param name="answerWithin">How long they have, before it is called out again.</param>
    public static Task CallOutAsync(this RegulatiefDbContext db, Disclosure disclosure, Case @case, TimeSpan answerWithin, CancellationToken cancellationToken)
    {
        var call = new DangerCall
        {
            CaseId = @case.Id, RiskSignalId = disclosure.RiskSignalId, Recipient = disclosure.Recipient, RaisedById = disclosure.SharedById, RaisedAt = disclosure.From,
        };
        db.DangerCalls.Add(call);
        return db.CallOutAsync(call, @case, disclosure.From, answerWithin, cancellationToken);
    }

    /// <summary>Keeps the promise to call out again. Does nothing once somebody acts.</summary>
    public static async Task CallOutAgainAsync(
        this RegulatiefDbContext db, Guid id, Case @case, DateTimeOffset now, TimeSpan answerWithin, CancellationToken cancellationToken)
    {
        if (await db.DangerCalls.FindAsync([id], cancellationToken) is { IsOpen: true } call) await db.CallOutAsync(call, @case, now, answerWithin, cancellationToken);
    }

    /// <summary>Somebody acts: it is not called out again, and all who were called are told so, with who passed it on.</summary>
    /// <exception cref="ConcurrencyConflictException">Somebody was first.</exception>
    public static async Task PickUpAsync(this RegulatiefDbContext db, DangerCall call, Guid by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        call.Acknowledge(by, at);
        await db.TakeBackAsync(call.Id, cancellationToken);
        await db.SettleAsync(call, at, cancellationToken);
        db.Notices.AddRange(call.People.Where(p => p.AccountId != by).Select(p =>
            new Notice { AccountId = p.AccountId, Kind = NoticeKind.DangerPickedUp, CaseId = call.CaseId, SubjectId = call.Id, At = at }));
        if (call.RaisedById != by && !call.People.Exists(p => p.AccountId == call.RaisedById))
            db.Notices.Add(new Notice { AccountId = call.RaisedById, Kind = NoticeKind.SignalPickedUp, CaseId = call.CaseId, SubjectId = call.RiskSignalId.Value, At = at });
    }

    /// <summary>The same by whoever takes the signal itself up.</summary>
    public static async Task PickUpDangerOfAsync(this RegulatiefDbContext db, RiskSignal signal, Guid by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var call in await db.DangerCalls.Open().Where(c => c.RiskSignalId == signal.Id).ToListAsync(cancellationToken))
            await db.PickUpAsync(call, by, at, cancellationToken);
    }

    // Whoever is called is called in whichever role they act in at that moment: danger does not wait for a switch.
    private static async Task CallOutAsync(
        this RegulatiefDbContext db, DangerCall call, Case @case, DateTimeOffset now, TimeSpan answerWithin, CancellationToken cancellationToken)
    {
        var rungs = await db.LadderAsync(call, @case, LegalTime.DateOf(now), cancellationToken);
        List<Guid> called = [.. rungs.Take(call.Round + 1).SelectMany(rung => rung).Distinct()];
        call.CallOut(called, now, answerWithin);
        await db.SettleAsync(call, now, cancellationToken);
        db.Notices.AddRange(called.Select(id => new Notice { AccountId = id, Kind = NoticeKind.AcuteDanger, CaseId = @case.Id, SubjectId = call.Id, At = now }));
        db.PromiseNextCall(call);
    }

    /// <summary>
    /// Those to whom it was passed with whoever covers for them today, the coordinators, the managers; the administrators where nobody is manager. Who cannot log in
    /// or knows the client is left out, and so is a rung with nobody on it.
    /// </summary>
    private static async Task<IReadOnlyList<IReadOnlyList<Guid>>> LadderAsync(
        this RegulatiefDbContext db, DangerCall call, Case @case, DateOnly today, CancellationToken cancellationToken)
    {
        var holders = await db.HoldersOfAsync(@case, call.Recipient, cancellationToken);
        var role = Party.RoleOf(call.Recipient);
        var covers = await db.Covers.On(today).Where(c => c.Role == role && holders.Contains(c.AbsentId)).Colleagues().ToListAsync(cancellationToken);
        var above = await db.AboveAsync(@case, cancellationToken);
        List<Guid> first = [.. holders.Concat(covers).Where(id => id != call.RaisedById)];
        var active = await db.Accounts.Where(a => a.IsActive && first.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancellationToken);
        var excluded = await db.ExcludedAsync(@case, cancellationToken);

        IEnumerable<Guid>[] rungs =
        [
            first.Where(active.Contains), await db.CoordinatorsOfAsync(@case, cancellationToken),
            above.Where(a => a.Role == AccountRole.Manager).Select(a => a.AccountId), above.Where(a => a.Role == AccountRole.Administrator).Select(a => a.AccountId),
        ];
        var reached = rungs.Select(rung => rung.Except(excluded).ToList()).ToList();
        if (reached[2].Count > 0) reached[3].Clear();
        return [.. reached.Where(rung => rung.Count > 0)];
    }

    /// <summary>Takes from all worklists what was called out before.</summary>
    private static async Task SettleAsync(this RegulatiefDbContext db, DangerCall call, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var notice in await db.Notices.Where(n => n.SubjectId == call.Id && n.Kind == NoticeKind.AcuteDanger && n.ReadAt == null).ToListAsync(cancellationToken))
            notice.ReadAt = at;
    }
}
