using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.VolunteerActivities;
using Regulatief.Web.Features.Volunteers;

namespace Regulatief.Tests.Features.Volunteers;

public sealed class VolunteerHoursTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
        await Log(90, 4.50m);
        await Log(45, null);
    }

    [Fact]
    public async Task VolunteerHours_OfAQuarter_AreSummedPerVolunteerOfTheOwnProjects()
    {
        await Given(A.Volunteer());

        var hours = await As(_case.Coordinator).SendAsync(new VolunteerHoursQuery(2026, 4));

        hours.Rows.ShouldBe([new HoursOfVolunteer(_case.Volunteer.Id.Value, _case.Volunteer.Volunteer.FullName, 2, 135, 450)]);
        (hours.First, hours.Last).ShouldBe((new DateOnly(2026, 10, 1), new DateOnly(2026, 12, 31)));
        (await As(_case.Coordinator).SendAsync(new VolunteerHoursQuery(2026, 3))).Minutes.ShouldBe(0);
    }

    [Fact]
    public async Task VolunteerHours_OfAVolunteer_AreTheOwnAlsoAfterThePairing()
    {
        var other = await Given(A.Case().Paired());
        await Read(db => db.VolunteerAssignments.Where(a => a.CaseId == _case.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Until, Clock.GetUtcNow()), Cancel));

        (await As(_case.Volunteer.Account).SendAsync(new VolunteerHoursQuery(2026, 4))).Rows.Single().Minutes.ShouldBe(135);
        (await As(other.Volunteer.Account).SendAsync(new VolunteerHoursQuery(2026, 4))).Rows.Single().Minutes.ShouldBe(0);
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(new VolunteerHoursQuery(2026, 4)))).Code.ShouldBe("role-may-not");
    }

    [Theory]
    [InlineData("/vrijwilligers/uren?kwartaal=2026-Q4")]
    [InlineData("/vrijwilligers/uren?kwartaal=2026-Q9")]
    [InlineData("/vrijwilligers/uren?kwartaal=999999999999-Q1")]
    public async Task VolunteerHours_Page_ShowsTheQuarterOrThisOne(string address)
    {
        var page = await (await As(_case.Coordinator).BrowseAsync()).OpenAsync(address);

        page.Heading.ShouldBe("Uren en kosten, kwartaal 4 van 2026");
        page.Text.ShouldContain("2 u 15 min");
        page.Text.ShouldContain("4,50");
    }

    [Fact]
    public async Task VolunteerHours_OwnPage_IsTheVolunteers() =>
        (await (await As(_case.Volunteer.Account).BrowseAsync()).OpenAsync("/mijn-uren")).Text.ShouldContain("2 u 15 min");

    [Fact]
    public async Task VolunteerHours_BadInput_IsRefused()
    {
        await Should.ThrowAsync<FluentValidation.ValidationException>(As(_case.Coordinator).SendAsync(new VolunteerHoursQuery(2026, 5)));
        await Should.ThrowAsync<FluentValidation.ValidationException>(As(_case.Coordinator).SendAsync(new VolunteerHoursQuery(0, 1)));
    }

    private Task<Guid> Log(int minutes, decimal? cost) => As(_case.Volunteer.Account).SendAsync(
        new LogVolunteerActivityCommand(_case.Id, VolunteerActivityCategory.Talking, Today, minutes, LocationType.ProbationOffice, null, cost, null));
}
