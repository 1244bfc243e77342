using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.ClientRequests;

/// <summary>What a client says of a text, as it stands beside it.</summary>
/// <param name="RecordedBy">The officer who wrote it down for the client; null when the client did, and for whom it is not to know.</param>
/// <param name="Answer">Null while nobody answered, and for whom it is not to know.</param>
/// <param name="Reader">The role that reads it.</param>
/// <param name="MayTakeBack">By the client, or by the officer for a client without an account of their own.</param>
public sealed record BesideText(
    Guid Id, CaseId CaseId, ClientRequestKind Kind, ClientRequestAbout About, Guid? AboutId, string Words, DateTimeOffset AskedAt, string? RecordedBy, string? Answer,
    AccountRole Reader, bool MayTakeBack);

public static class BesideTexts
{
    /// <summary>What the client of a case says of its texts, of those that this actor reads; the oldest first.</summary>
    /// <remarks>
    /// Client and professional read all. A volunteer reads what is said of a goal, which they see while it is passed to them, and of a signal of theirs; a coordinator what is said of a signal
    /// that was passed to them: the words alone, since what was asked and answered stays between the two. Whoever looks along reads none.
    /// </remarks>
    /// <param name="case">With its client.</param>
    public static async Task<IReadOnlyList<BesideText>> BesideTextsAsync(this RegulatiefDbContext db, Case @case, Actor actor, CancellationToken cancellationToken)
    {
        var all = await db.ClientRequests.OfCases(r => r.Case, NeedToKnow.WorksOn(actor)).Where(r => r.CaseId == @case.Id && r.About != null && r.TakenBackAt == null)
            .OrderBy(r => r.AskedAt).AsNoTracking().ToListAsync(cancellationToken);
        var read = all.FindAll(r => r.StandsBeside && Reads(actor.Role, r.About!.Value));
        if (read.Exists(r => r.About == ClientRequestAbout.RiskSignal))
        {
            var signals = await db.RiskSignals.VisibleTo(actor).Where(s => s.CaseId == @case.Id).Select(s => s.Id).ToListAsync(cancellationToken);
            read.RemoveAll(r => r.About == ClientRequestAbout.RiskSignal && !signals.Exists(s => s.Value == r.AboutId));
        }

        if (read.Count == 0) return [];
        var isBetweenTheTwo = actor.Role is AccountRole.Client or AccountRole.ProbationOfficer;
        var names = isBetweenTheTwo ? await db.NamesForAsync(actor.Role, [.. read.Select(r => r.RecordedById).OfType<Guid>().Distinct()], cancellationToken) : [];
        var mayTakeBack = actor.Role == AccountRole.Client || (actor.Role == AccountRole.ProbationOfficer && !await db.HasOwnAccountAsync(@case.Client, cancellationToken));
        return read.ConvertAll(r => new BesideText(
            r.Id, r.CaseId, r.Kind, r.About!.Value, r.AboutId, r.Words ?? "", r.AskedAt, r.RecordedById is { } by ? names.GetValueOrDefault(by) : null, isBetweenTheTwo ? r.Answer : null,
            actor.Role!.Value, mayTakeBack));
    }

    /// <summary>What stands beside this one.</summary>
    public static IReadOnlyList<BesideText> Of(this IReadOnlyList<BesideText> texts, ClientRequestAbout about, Guid? id = null) => [.. texts.Where(t => t.About == about && t.AboutId == id)];

    private static bool Reads(AccountRole? role, ClientRequestAbout about) => role switch
    {
        AccountRole.Client or AccountRole.ProbationOfficer => true,
        AccountRole.Volunteer => about is ClientRequestAbout.Goal or ClientRequestAbout.RiskSignal,
        AccountRole.Coordinator => about == ClientRequestAbout.RiskSignal,
        _ => false,
    };
}
