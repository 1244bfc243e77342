using Regulatief.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Tests.Features.Workflows;

public sealed class MergePageTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task MergePage_AnybodyButADesigner_IsRefused() =>
        await Should.ThrowAsync<CaseRuleException>(As(await Given(A.ProbationOfficer())).SendAsync(new MergePageQuery(Guid.NewGuid(), [])));

    [Fact]
    public async Task MergePage_NoSuchBranch_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Account(Regulatief.Cases.Accounts.AccountRole.Designer))).SendAsync(new MergePageQuery(Guid.NewGuid(), [])));
}
