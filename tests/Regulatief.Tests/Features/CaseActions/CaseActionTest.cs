using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Intakes;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.CaseActions;

/// <summary>A case of the shipped cycle, with a volunteer, that stands at a phase of the test's choice.</summary>
public abstract class CaseActionTest(SqliteHost host) : FeatureTest(host)
{
    protected const string Reason = "De omstandigheden veranderden.";

    /// <summary>By the product's own way to any phase: a case that was closed is opened again there.</summary>
    protected async Task<CaseUnderTest> GivenCaseAt(CasePhase phase)
    {
        var @case = await Given(A.Case().Running("regulatieve-cyclus").Paired());
        if (phase == CasePhase.Intake) return @case;
        await Complete(@case, HumanTaskKind.Intake, new IntakeAnswers { GoesOn = false, WithdrawnReason = Reason });
        await As(@case.Officer).SendAsync(new ReopenCaseCommand(@case.Id, phase, Reason));
        return @case;
    }

    protected static Account[] AllBut(CaseUnderTest @case, params AccountRole[] allowed) =>
        [.. new[] { AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer, AccountRole.Client }.Except(allowed).Select(@case.AccountOf)];
}
