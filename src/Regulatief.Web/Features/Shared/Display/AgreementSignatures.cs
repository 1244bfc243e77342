using Regulatief.Cases.Agreements;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Shared.Display;

/// <summary>The signatures under an agreement, for <c>_Signatures</c>.</summary>
public static class AgreementSignatures
{
    public static IReadOnlyList<PartySignature> Of(AgreementSheet sheet, Texts texts) => [.. sheet.Parties.Select(party => Of(party, sheet, texts))];

    private static PartySignature Of(SheetParty party, AgreementSheet sheet, Texts texts)
    {
        var ended = sheet.EndedBy == party.Party ? sheet.EndedAt : null;
        var how = ended is null && party.Manner is { } manner ? texts[$"Agreements.How.{manner}", party.RecordedBy] : null;
        return new(texts.Of(party.Party), party.Name, StateOf(party, sheet), ended ?? party.SignedAt, how);
    }

    private static SignatureState StateOf(SheetParty party, AgreementSheet sheet) => sheet.Standing switch
    {
        AgreementStanding.Refused when sheet.EndedBy == party.Party => SignatureState.Refused,
        AgreementStanding.Withdrawn when sheet.EndedBy == party.Party => SignatureState.Withdrawn,
        _ when party.SignedAt is not null => SignatureState.Signed,
        _ => party.IsSuccessor ? SignatureState.Suspended : SignatureState.Open,
    };
}
