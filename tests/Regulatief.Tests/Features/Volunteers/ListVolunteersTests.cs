using System.Net;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Volunteers;

namespace Regulatief.Tests.Features.Volunteers;

public sealed class ListVolunteersTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public async Task ListVolunteers_Officer_MayNot()
    {
        var page = await (await As(await Given(A.ProbationOfficer())).BrowseAsync()).OpenAsync("/vrijwilligers");

        (page.Status == HttpStatusCode.Forbidden || page.Path.StartsWith("/fout/403", StringComparison.Ordinal)).ShouldBeTrue($"{page.Status} {page.Path}");
    }

    [Fact]
    public async Task ListVolunteers_OtherProjects_AreNotShown()
    {
        var @case = await Given(A.Case());
        await Given(A.Volunteer());

        (await As(@case.Coordinator).SendAsync(new ListVolunteersQuery())).Items.Select(v => v.Id).ShouldBe([@case.Volunteer.Id.Value]);
    }

    [Fact]
    public async Task ListVolunteers_Paired_HasNoRoomAndShowsTheCase()
    {
        var @case = await Given(A.Case().Paired());

        var volunteer = (await As(@case.Coordinator).SendAsync(new ListVolunteersQuery())).Items.Single();

        (volunteer.Caseload, volunteer.IsFree).ShouldBe((1, false));
        volunteer.Cases.ShouldBe([new PairedCase(@case.Id.Value, @case.Number)]);
    }

    [Theory]
    [InlineData(61, DeclarationState.Valid, true)]
    [InlineData(60, DeclarationState.EndsSoon, true)]
    [InlineData(0, DeclarationState.EndsSoon, true)]
    [InlineData(-1, DeclarationState.Expired, false)]
    public async Task ListVolunteers_DeclarationEnds_WarnsSixtyDaysBefore(int daysLeft, DeclarationState state, bool isFree)
    {
        var coordinator = await Given(A.Coordinator());
        await Given(A.Volunteer().In(await Given(A.Project().CoordinatedBy(coordinator))).DeclaredUntil(Today.AddDays(daysLeft)));

        var volunteer = (await As(coordinator).SendAsync(new ListVolunteersQuery())).Items.Single();

        (volunteer.Declaration, volunteer.IsFree).ShouldBe((state, isFree));
    }

    [Fact]
    public async Task ListVolunteers_OnlyFree_LeavesOutTheOthersAndCountsAll()
    {
        var @case = await Given(A.Case().Paired());
        var free = await Given(A.Volunteer().In(@case.Project));
        await Given(A.Volunteer().In(@case.Project).Inactive());

        var list = await As(@case.Coordinator).SendAsync(new ListVolunteersQuery(OnlyFree: true));

        list.Items.Select(v => v.Id).ShouldBe([free.Id.Value]);
        (list.Total, list.FreeCount).ShouldBe((3, 1));
    }

    [Fact]
    public async Task ListVolunteers_Page_ShowsThem()
    {
        var @case = await Given(A.Case().Paired());

        var page = await (await As(@case.Coordinator).BrowseAsync()).OpenAsync("/vrijwilligers");

        page.Heading.ShouldBe("Vrijwilligers");
        page.Text.ShouldContain(@case.Volunteer.Volunteer.FullName);
    }
}
