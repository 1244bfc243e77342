using Regulatief.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;

namespace Regulatief.Tests.Features.Agreements;

public sealed class AgreementsOfCaseTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task AgreementsOfCase_StrangerToTheCase_IsNotFound()
    {
        await SignedByAll();

        await Should.ThrowAsync<NotFoundException>(As((await Given(A.Case())).Officer).SendAsync(new AgreementsOfCaseQuery(Case.Id)));
    }

    [Fact]
    public async Task AgreementsOfCase_None_IsAnEmptyList() => (await As(Case.Officer).SendAsync(new AgreementsOfCaseQuery(Case.Id))).Items.ShouldBeEmpty();

    [Fact]
    public async Task AgreementsOfCase_TwoAfterEachOther_TheNewestFirst()
    {
        var first = await SignedByAll();
        Clock.Advance(TimeSpan.FromHours(1));
        var second = await Proposed();

        var list = await As(Case.Volunteer.Account).SendAsync(new AgreementsOfCaseQuery(Case.Id));

        list.Items.Select(a => a.Url).ShouldBe([$"/afspraken/{second}", $"/afspraken/{first}"]);
        list.Total.ShouldBe(2);
    }
}
