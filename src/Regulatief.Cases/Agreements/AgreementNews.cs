using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Agreements;

/// <summary>Something that a party did with an agreement: for the timeline, and for the worklists of the other parties.</summary>
/// <param name="Case">Loaded for change.</param>
public sealed record AgreementNews(RegulatiefDbContext Db, InformationSharingAgreement Agreement, Case Case, Actor By, DateTimeOffset At)
{
    public void Tell(TimelineKind kind, string? reason = null) => Db.Timeline.Add(new TimelineEntry
    {
        CaseId = Case.Id,
        Kind = kind,
        At = At,
        ById = By.AccountId,
        SubjectId = Agreement.Id.Value,
        Note = reason,
    });

    /// <summary>Puts a notice in the worklist of every party but the one who did it. A client without an account is told by the professional.</summary>
    public async Task NotifyOthersAsync(NoticeKind kind, CancellationToken cancellationToken)
    {
        foreach (var party in Agreement.Parties)
        {
            if (await HolderOfAsync(party, cancellationToken) is { } told && told.AccountId != By.AccountId)
                Db.Notices.Add(new Notice { AccountId = told.AccountId, Role = told.Role, Kind = kind, CaseId = Case.Id, SubjectId = Agreement.Id.Value, At = At });
        }
    }

    /// <summary>Takes the request for a signature from the worklist of the one who signed.</summary>
    /// <param name="role">For which they signed: who holds two of the parties' places is asked in each.</param>
    public Task SettleRequestOfAsync(Guid? accountId, AccountRole? role, CancellationToken cancellationToken) =>
        SettleAsync(n => n.AccountId == accountId && (n.Role is null || n.Role == role), cancellationToken);

    /// <summary>Takes it from all worklists: there is nothing left to sign.</summary>
    public Task SettleRequestsAsync(CancellationToken cancellationToken) => SettleAsync(_ => true, cancellationToken);

    /// <summary>Takes from all worklists that it ends: it is told anew, or it matters no more.</summary>
    public async Task SettleEndAsync(CancellationToken cancellationToken)
    {
        foreach (var notice in await UnreadAsync(cancellationToken, NoticeKind.AgreementEnding, NoticeKind.AgreementEnded)) notice.ReadAt = At;
    }

    private async Task SettleAsync(Func<Notice, bool> isSettled, CancellationToken cancellationToken)
    {
        foreach (var notice in (await UnreadAsync(cancellationToken, NoticeKind.AgreementToSign)).Where(isSettled)) notice.ReadAt = At;
    }

    private Task<List<Notice>> UnreadAsync(CancellationToken cancellationToken, params IReadOnlyList<NoticeKind> kinds) =>
        Db.Notices.Where(n => n.SubjectId == Agreement.Id.Value && kinds.Contains(n.Kind) && n.ReadAt == null).ToListAsync(cancellationToken);

    private async Task<PersonInRole?> HolderOfAsync(CaseRole party, CancellationToken cancellationToken) =>
        party == CaseRole.Coordinator ? await Db.CoordinatorToTellAsync(Case, null, cancellationToken) : Case.HolderOf(party);
}
