using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;

namespace Regulatief.Tests.Features.CaseActions;

/// <summary>A case of the shipped cycle, with a volunteer, that stands at a phase of the test's choice.</summary>
public abstract class CaseActionTest(SqliteHost host) : FeatureTest(host)
{
    protected const string Reason = "De omstandigheden veranderden.";

    protected DateOnly Today { get; } = new(2026, 11, 24);

    /// <summary>By the way that every case goes; at the matching and before it the volunteer stands there already.</summary>
    protected async Task<CaseUnderTest> GivenCaseAt(CasePhase phase)
    {
        var @case = await Given(phase <= CasePhase.Matching ? A.Case().Running("regulatieve-cyclus").Paired() : A.Case().Running("regulatieve-cyclus"));
        if (phase > CasePhase.Intake) await Complete(@case, HumanTaskKind.Intake, Answers.Intake);
        if (phase > CasePhase.InclusionCheck) await Complete(@case, HumanTaskKind.InclusionCheck, StepAnswers.Inclusion);
        if (phase > CasePhase.Matching) await Match(@case);
        if (phase > CasePhase.TaskDivision) await Complete(@case, HumanTaskKind.TaskDivision, StepAnswers.Division((await CaseOf(@case)).Goals[0].Id.Value, Today));
        if (phase > CasePhase.Agreements) await Agree(@case);
        return @case;
    }

    protected async Task<AgreementId> Agree(CaseUnderTest @case)
    {
        var agreement = (await As(@case.Officer).SendAsync(new ProposeAgreementCommand(@case.Id, new AgreementProposal
        {
            Purpose = "Samen terugval voor zijn.",
            DiscussFirst = "Eerst samen praten, dan pas delen.",
            ValidFrom = Today,
            ValidUntil = Today.AddYears(1).AddDays(-1),
            Categories = [new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] }],
        }))).AgreementId;
        foreach (var party in new[] { @case.Officer, @case.Volunteer.Account, @case.Client! }) await As(party).SendAsync(new SignAgreementCommand(agreement));
        return agreement;
    }

    protected static Account[] AllBut(CaseUnderTest @case, params AccountRole[] allowed) =>
        [.. new[] { AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer, AccountRole.Client }.Except(allowed).Select(@case.AccountOf)];

    private async Task Match(CaseUnderTest @case)
    {
        await Complete(@case, HumanTaskKind.MatchVolunteer, StepAnswers.Match(@case.Volunteer.Id));
        await Complete(@case, HumanTaskKind.StartContact, StepAnswers.StartContact(Today));
        await Complete(@case, HumanTaskKind.SafetyCheck, StepAnswers.SafetyOf(Regulatief.Cases.Volunteers.LocationType.PublicPlace, isSafe: true));
    }
}
