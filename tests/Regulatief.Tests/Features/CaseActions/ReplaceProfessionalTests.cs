using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class ReplaceProfessionalTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task ReplaceProfessional_VolunteerOrClient_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);
        var successor = await Given(A.ProbationOfficer());

        foreach (var account in AllBut(@case, AccountRole.ProbationOfficer, AccountRole.Coordinator))
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(Replacing(@case, successor)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task ReplaceProfessional_ByTheSameOrByNoOfficer_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);
        var gone = await Given(A.ProbationOfficer().Deactivated());

        foreach (var account in new[] { @case.Officer, @case.Coordinator, gone })
            await Should.ThrowAsync<ValidationException>(As(@case.Coordinator).SendAsync(Replacing(@case, account)));
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Coordinator)]
    public async Task ReplaceProfessional_ByOneWhoMay_PassesTheCaseAndItsTasks(AccountRole role)
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        var successor = await Given(A.ProbationOfficer());

        await As(@case.AccountOf(role)).SendAsync(Replacing(@case, successor));

        (await As(successor).SendAsync(new CasePageQuery(@case.Id))).Next.ShouldNotBeNull();
        await Should.ThrowAsync<NotFoundException>(As(@case.Officer).SendAsync(new CasePageQuery(@case.Id)));
        (await Read(db => db.Notices.AnyAsync(n => n.Kind == NoticeKind.CaseAssigned && n.AccountId == successor.Id, Cancel))).ShouldBeTrue();
    }

    private static ReplaceProfessionalCommand Replacing(CaseUnderTest @case, Account by) => new(@case.Id, by.Id, Reason);
}
