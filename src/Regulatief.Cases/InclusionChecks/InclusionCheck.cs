using Regulatief.Cases.Cases;

namespace Regulatief.Cases.InclusionChecks;

/// <summary>The three broad criteria, each answered with reasons. Offence, diagnosis and background are no part of it.</summary>
public sealed class InclusionCheck
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required CriterionAnswer NoSafetyRisk { get; init; }

    public required string NoSafetyRiskReason { get; init; }

    public required CriterionAnswer NeedsHelp { get; init; }

    public required string NeedsHelpReason { get; init; }

    public required CriterionAnswer OpenToContact { get; init; }

    public required string OpenToContactReason { get; init; }

    /// <summary>The client's own word on it.</summary>
    public required string ClientsWords { get; init; }

    public required Guid DecidedById { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Included when all three are yes, not included when one is no, else more information is needed.</summary>
    public InclusionOutcome Outcome =>
        new[] { NoSafetyRisk, NeedsHelp, OpenToContact } switch
        {
            var answers when answers.Contains(CriterionAnswer.No) => InclusionOutcome.NotIncluded,
            var answers when answers.Contains(CriterionAnswer.Unknown) => InclusionOutcome.MoreInformation,
            _ => InclusionOutcome.Included,
        };
}

public enum CriterionAnswer
{
    Yes,
    No,
    Unknown,
}

public enum InclusionOutcome
{
    Included,
    NotIncluded,
    MoreInformation,
}
