using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Agreements;

/// <summary>An agreement in very short sentences, each with a picture, for the client.</summary>
public sealed class PlainAgreement(AgreementSheet sheet, Texts texts)
{
    public AgreementSheet Sheet => sheet;

    public string VolunteerName => NameOf(CaseRole.Volunteer);

    /// <summary>The picture and the sentence of each kind of information that may be told.</summary>
    public IEnumerable<(string Icon, string Sentence)> MayBeTold => sheet.Categories.Select(category => (IconOf(category.Category), SentenceOf(category)));

    public string StillToSignNames => Joined(sheet.StillToSign.Select(party => party.PlainName));

    private string SentenceOf(SheetCategory category) => texts[
        $"Agreements.Plain.{category.Category}", VolunteerName, Joined(category.Recipients.Select(NameOf)), category.Description];

    private string NameOf(CaseRole party) => sheet.Parties.FirstOrDefault(p => p.Party == party) is { PlainName.Length: > 0 } known
        ? known.PlainName
        : texts[$"Agreements.Plain.The.{party}"];

    private string Joined(IEnumerable<string> names) => names.ToList() is [.. var first, var last] && first.Count > 0
        ? texts["Agreements.Plain.And", string.Join(", ", first), last]
        : names.FirstOrDefault("");

    private static string IconOf(InformationCategory category) => category switch
    {
        InformationCategory.RiskSignals => "alert",
        InformationCategory.ContactAndAttendance => "calendar",
        InformationCategory.PracticalMatters => "house",
        InformationCategory.WellBeing => "heart",
        InformationCategory.PlanGoals => "check-circle",
        InformationCategory.SpecialConditions => "info",
        InformationCategory.SignsToWatchFor => "people",
        _ => "share",
    };
}
