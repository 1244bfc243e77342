using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Agreements;

/// <summary>What the professional proposes to agree on; filled by a page or the API.</summary>
public sealed class AgreementProposal
{
    /// <summary>An agreement lasts at most this long; each evaluation looks at it again.</summary>
    public const int MaxYears = 2;

    public string? Purpose { get; set; }

    public List<ProposedCategory> Categories { get; set; } = [];

    public string? WhoTellsWhom { get; set; }

    public string? NeverShared { get; set; }

    public string? DiscussFirst { get; set; }

    public DateOnly? ValidFrom { get; set; }

    /// <summary>The last day, inclusive.</summary>
    public DateOnly? ValidUntil { get; set; }

    public bool NamesCoordinator { get; set; }

    /// <summary>The form as it opens: every category, ticked as it was agreed before, else with what the research says people agree on.</summary>
    public static AgreementProposal Opening(Case @case, InformationSharingAgreement? previous, DateOnly today)
    {
        var throughCoordinator = @case.ContactRoute == ContactRoute.ThroughCoordinator;
        return new AgreementProposal
        {
            Purpose = previous?.Purpose,
            WhoTellsWhom = previous?.WhoTellsWhom,
            NeverShared = previous?.NeverShared,
            DiscussFirst = previous?.DiscussFirst,
            ValidFrom = today,
            ValidUntil = today.AddYears(1),
            NamesCoordinator = previous?.NamesCoordinator ?? throughCoordinator,
            Categories =
            [
                .. Enum.GetValues<InformationCategory>().Select(category => previous is null
                    ? ProposedCategory.Usual(category, throughCoordinator)
                    : ProposedCategory.AsIn(previous, category)),
            ],
        };
    }

    /// <summary>Gives every category its row, in the order of a page.</summary>
    public void CompleteRows() =>
        Categories = [.. Enum.GetValues<InformationCategory>().Select(category => Categories.Find(c => c.Category == category) ?? new() { Category = category })];

    /// <exception cref="CaseRuleException"><c>agreement-no-volunteer</c>: there is nobody yet to agree with.</exception>
    public InformationSharingAgreement For(Case @case, Guid proposedById, DateTimeOffset at)
    {
        if (@case.CurrentAssignment is null) throw new CaseRuleException("agreement-no-volunteer", @case.Number);

        return new InformationSharingAgreement
        {
            CaseId = @case.Id,
            Round = @case.Round,
            Purpose = Purpose!,
            WhoTellsWhom = WhoTellsWhom,
            NeverShared = NeverShared,
            DiscussFirst = DiscussFirst!,
            ValidFrom = ValidFrom!.Value,
            ValidUntil = ValidUntil!.Value,
            NamesCoordinator = NamesCoordinator,
            ProposedById = proposedById,
            ProposedAt = at,
            Categories = [.. Categories.Where(c => c.IsShared).Select(c => c.Agreed())],
        };
    }
}

public sealed class ProposedCategory
{
    public InformationCategory? Category { get; set; }

    /// <summary>Follows from the recipients; may be left out.</summary>
    public SharingDirection? Direction { get; set; }

    public List<CaseRole> Recipients { get; set; } = [];

    /// <summary>For <see cref="InformationCategory.Other"/>: in words.</summary>
    public string? Description { get; set; }

    /// <summary>A category that nobody receives is named, and not shared.</summary>
    public bool IsShared => Recipients.Count > 0;

    /// <summary>Who can be told this at all: what comes from the professional goes to the volunteer alone, a risk signal never does.</summary>
    public static IReadOnlyList<CaseRole> PossibleRecipients(InformationCategory category) => category switch
    {
        InformationCategory.RiskSignals => [CaseRole.Professional, CaseRole.Coordinator],
        InformationCategory.PlanGoals or InformationCategory.SpecialConditions or InformationCategory.SignsToWatchFor => [CaseRole.Volunteer],
        _ => [CaseRole.Professional, CaseRole.Volunteer, CaseRole.Coordinator],
    };

    /// <summary>The direction that the recipients make.</summary>
    public SharingDirection DirectionOfRecipients =>
        (Recipients.Contains(CaseRole.Volunteer), Recipients.Exists(r => r != CaseRole.Volunteer)) switch
        {
            (true, true) => SharingDirection.Both,
            (true, false) => SharingDirection.ProfessionalToVolunteer,
            _ => SharingDirection.VolunteerToProfessional,
        };

    internal static ProposedCategory Usual(InformationCategory category, bool throughCoordinator) => new()
    {
        Category = category,
        Recipients = category switch
        {
            InformationCategory.RiskSignals when throughCoordinator => [CaseRole.Professional, CaseRole.Coordinator],
            InformationCategory.RiskSignals => [CaseRole.Professional],
            InformationCategory.ContactAndAttendance => [CaseRole.Professional, CaseRole.Volunteer],
            InformationCategory.PlanGoals or InformationCategory.SignsToWatchFor => [CaseRole.Volunteer],
            _ => [],
        },
    };

    internal static ProposedCategory AsIn(InformationSharingAgreement agreement, InformationCategory category)
    {
        var agreed = agreement.Categories.Find(c => c.Category == category);
        return new() { Category = category, Recipients = [.. agreed?.Recipients ?? []], Description = agreed?.Description };
    }

    internal AgreementCategory Agreed() => new()
    {
        Category = Category!.Value,
        Direction = DirectionOfRecipients,
        Recipients = [.. Recipients.Distinct()],
        Description = Description,
    };
}
