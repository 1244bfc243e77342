using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Agreements;

/// <summary>An agreement as one of its people reads it: with names as far as they may know them, and what is asked of them.</summary>
public sealed class AgreementSheet
{
    public required AgreementId Id { get; init; }

    public required CaseId CaseId { get; init; }

    public required int CaseNumber { get; init; }

    public required AgreementStanding Standing { get; init; }

    public required string Purpose { get; init; }

    public required string? WhoTellsWhom { get; init; }

    public required string? NeverShared { get; init; }

    public required string DiscussFirst { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidUntil { get; init; }

    public required DateOnly? ReplacedFrom { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required CaseRole? EndedBy { get; init; }

    public required string? EndReason { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<SheetCategory> Categories { get; init; }

    public required IReadOnlyList<SheetParty> Parties { get; init; }

    /// <summary>The party that the reader is; null for one who only reads.</summary>
    public required CaseRole? Reader { get; init; }

    public bool IsLive => Standing is not (AgreementStanding.Refused or AgreementStanding.Withdrawn or AgreementStanding.Replaced);

    public bool CanBeSigned => IsLive && Standing != AgreementStanding.Expired;

    public IEnumerable<SheetParty> StillToSign => CanBeSigned ? Parties.Where(p => p.SignedAt is null) : [];

    public bool ReaderMustSign => StillToSign.Any(p => p.Party == Reader);

    public bool ReaderHasSigned => Parties.Any(p => p.Party == Reader && p.SignedAt is not null);

    public bool ReaderIsParty => Parties.Any(p => p.Party == Reader);

    public SheetParty PartyOf(CaseRole party) => Parties.Single(p => p.Party == party);

    public string Url => $"/afspraken/{Id}";
}

public sealed record SheetCategory(InformationCategory Category, SharingDirection Direction, IReadOnlyList<CaseRole> Recipients, string? Description);

/// <param name="Name">Of the one who signed, or who must.</param>
/// <param name="PlainName">The same as the client knows them, who may read along on the professional's device.</param>
/// <param name="InOwnWords">The client's words; null for whom they are not.</param>
/// <param name="IsSuccessor">Took the place of one who signed, and has not signed.</param>
public sealed record SheetParty(
    CaseRole Party, string Name, string PlainName, DateTimeOffset? SignedAt, SigningManner? Manner, string? RecordedBy, string? InOwnWords, bool IsSuccessor);

public static class AgreementSheets
{
    /// <param name="case">Loaded for change.</param>
    public static async Task<AgreementSheet> SheetOfAsync(
        this RegulatiefDbContext db, InformationSharingAgreement agreement, Case @case, Actor reader, DateOnly today, CancellationToken cancellationToken)
    {
        var coordinators = await db.ActiveCoordinatorsOf(@case.ProjectId).ToListAsync(cancellationToken);
        List<Guid> wanted = [@case.ProfessionalId, .. coordinators, .. agreement.Signatures.SelectMany(s => new[] { s.PersonId, s.RecordedById })];
        var accounts = await db.NamesForAsync(reader.Role, wanted, cancellationToken);

        return new AgreementSheet
        {
            Id = agreement.Id,
            CaseId = @case.Id,
            CaseNumber = @case.Number,
            Standing = agreement.StandingOn(today, @case),
            Purpose = agreement.Purpose,
            WhoTellsWhom = agreement.WhoTellsWhom,
            NeverShared = agreement.NeverShared,
            DiscussFirst = agreement.DiscussFirst,
            ValidFrom = agreement.ValidFrom,
            ValidUntil = agreement.ValidUntil,
            ReplacedFrom = agreement.ReplacedFrom,
            ProposedAt = agreement.ProposedAt,
            EndedBy = agreement.EndedBy,
            EndReason = agreement.EndReason,
            EndedAt = agreement.EndedAt,
            Categories = [.. agreement.Categories.OrderBy(c => c.Category).Select(c => new SheetCategory(c.Category, c.Direction, c.Recipients, c.Description))],
            Parties = [.. agreement.Parties.Select(PartyOf)],
            Reader = await db.WorksOnAsync(reader, @case.Id, cancellationToken) ? Party.Of(reader.Role) : null,
        };

        SheetParty PartyOf(CaseRole party)
        {
            var last = agreement.Signatures.FindLast(s => s.Party == party);
            var mustSign = agreement.Status is AgreementStatus.Proposed or AgreementStatus.Signed && agreement.StillToSign(@case).Contains(party);
            var signature = mustSign ? null : last;
            var recordedBy = signature is { Manner: not SigningManner.OwnAccount } ? accounts.GetValueOrDefault(signature.RecordedById) : null;
            var ownWords = reader.Role is AccountRole.Client or AccountRole.ProbationOfficer ? signature?.InOwnWords : null;
            return new(party, NameOf(party, signature, reader.Role), NameOf(party, signature, AccountRole.Client), signature?.SignedAt, signature?.Manner, recordedBy, ownWords, mustSign && last is not null);
        }

        string NameOf(CaseRole party, Signature? signature, AccountRole? role) => party switch
        {
            CaseRole.Client => @case.Client.NameFor(role),
            CaseRole.Volunteer => VolunteerOf(signature)?.NameFor(role) ?? "",
            CaseRole.Professional => accounts.GetValueOrDefault(signature?.PersonId ?? @case.ProfessionalId, ""),
            _ => accounts.GetValueOrDefault(signature?.PersonId ?? coordinators.FirstOrDefault(), ""),
        };

        Volunteers.Volunteer? VolunteerOf(Signature? signature) => signature is null
            ? @case.CurrentAssignment?.Volunteer
            : @case.Assignments.Find(a => a.VolunteerId.Value == signature.PersonId)?.Volunteer;
    }
}
