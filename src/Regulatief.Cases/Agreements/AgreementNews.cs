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
            if (await AccountOfAsync(party, cancellationToken) is { } account && account != By.AccountId)
                Db.Notices.Add(new Notice { AccountId = account, Kind = kind, CaseId = Case.Id, SubjectId = Agreement.Id.Value, At = At });
        }
    }

    /// <summary>Takes the request for a signature from the worklist of the one who signed.</summary>
    public Task SettleRequestOfAsync(Guid? accountId, CancellationToken cancellationToken) => SettleAsync(n => n.AccountId == accountId, cancellationToken);

    /// <summary>Takes it from all worklists: there is nothing left to sign.</summary>
    public Task SettleRequestsAsync(CancellationToken cancellationToken) => SettleAsync(_ => true, cancellationToken);

    private async Task SettleAsync(Func<Notice, bool> isSettled, CancellationToken cancellationToken)
    {
        var unread = await Db.Notices
            .Where(n => n.SubjectId == Agreement.Id.Value && n.Kind == NoticeKind.AgreementToSign && n.ReadAt == null).ToListAsync(cancellationToken);
        foreach (var notice in unread.Where(isSettled)) notice.ReadAt = At;
    }

    private async Task<Guid?> AccountOfAsync(CaseRole party, CancellationToken cancellationToken) => party switch
    {
        CaseRole.Client => Case.Client.AccountId,
        CaseRole.Volunteer => Case.CurrentAssignment?.Volunteer.AccountId,
        CaseRole.Professional => Case.ProfessionalId,
        _ => await Db.CoordinatorToTellAsync(Case, null, cancellationToken),
    };
}
