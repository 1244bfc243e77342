using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

public sealed class AccountListTests(SqliteHost host) : FeatureTest(host)
{
    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Manager)]
    public async Task AccountList_ByAnotherThanAnAdministrator_IsRefused(AccountRole role) =>
        await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Account(role))).SendAsync(new AccountListQuery()));

    [Fact]
    public async Task AccountList_ActiveOnesFirst_EachByName()
    {
        await Given(A.ProbationOfficer().Named("Anna").Deactivated());
        await Given(A.ProbationOfficer().Named("Zoë"));
        var administrator = await Given(A.Account(AccountRole.Administrator).Named("Bas"));

        (await As(administrator).SendAsync(new AccountListQuery())).Accounts.Select(a => a.Name).ShouldBe(["Bas", "Zoë", "Anna"]);
    }
}
