using Regulatief.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Volunteers;

namespace Regulatief.Tests.Features.Volunteers;

public sealed class VolunteerPageTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task VolunteerPage_OfTheOwnProject_ShowsTheCasesThatTheReaderSees()
    {
        var @case = await Given(A.Case().Paired());

        var page = await As(@case.Coordinator).SendAsync(new VolunteerPageQuery(@case.Volunteer.Id.Value));

        (page.Name, page.Known.Place, page.Known.Capacity).ShouldBe((@case.Volunteer.Volunteer.FullName, "Utrecht", 1));
        page.Cases.ShouldBe([new PairedCase(@case.Id.Value, @case.Number)]);
    }

    [Fact]
    public async Task VolunteerPage_OfAnotherProject_IsNotFound()
    {
        var @case = await Given(A.Case().Paired());

        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Coordinator())).SendAsync(new VolunteerPageQuery(@case.Volunteer.Id.Value)));
        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(new VolunteerPageQuery(@case.Volunteer.Id.Value)))).Code.ShouldBe("role-may-not");
    }
}
