using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.VolunteerActivities;

namespace Regulatief.Tests.Features.VolunteerActivities;

public sealed class LogVolunteerActivityTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
    }

    [Fact]
    public async Task LogVolunteerActivity_VolunteerOfAnotherCase_IsNotFound()
    {
        var elsewhere = await Given(A.Case().Paired());

        await Should.ThrowAsync<NotFoundException>(As(elsewhere.Volunteer.Account).SendAsync(Cooking));
    }

    [Fact]
    public async Task LogVolunteerActivity_ByTheOfficer_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Cooking))).Code.ShouldBe("activity-volunteer-only");

    [Fact]
    public async Task LogVolunteerActivity_Empty_TellsEachFieldThatIsMissing()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(
            As(_case.Volunteer.Account).SendAsync(new LogVolunteerActivityCommand(_case.Id, null, null, null, null, null, null, null)));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["Category", "On", "Minutes", "Location"], ignoreOrder: true);
    }

    [Fact]
    public async Task LogVolunteerActivity_Tomorrow_IsRefused() => await WrongAt("On", Cooking with { On = new DateOnly(2026, 11, 25) });

    [Fact]
    public async Task LogVolunteerActivity_BeforeThePairing_IsRefused() => await WrongAt("On", Cooking with { On = new DateOnly(2026, 11, 23) });

    [Fact]
    public async Task LogVolunteerActivity_GoalOfAnotherCase_IsRefused()
    {
        var elsewhere = await CaseOf(await Given(A.Case()));

        await WrongAt("GoalId", Cooking with { GoalId = elsewhere.Goals[0].Id.Value });
    }

    [Fact]
    public async Task ListVolunteerActivities_NoAgreementPassesTheGoals_NamesNone()
    {
        var goal = (await CaseOf(_case)).Goals.Single();
        await Host.WriteAsync(db => db.Add(new VolunteerActivity
        {
            CaseId = _case.Id, VolunteerId = _case.Volunteer.Id, Category = VolunteerActivityCategory.Talking, On = new DateOnly(2026, 11, 24),
            GoalId = goal.Id, LoggedAt = Clock.GetUtcNow(),
        }));

        (await As(_case.Volunteer.Account).SendAsync(new ListVolunteerActivitiesQuery(_case.Id, 1))).Items.Single().Goal.ShouldBeNull();
        (await As(_case.Officer).SendAsync(new ListVolunteerActivitiesQuery(_case.Id, 1))).Items.Single().Goal.ShouldBe(goal.Text);
    }

    [Fact]
    public async Task LogVolunteerActivity_OnThePage_IsInTheListWithItsTotals()
    {
        var browser = await As(_case.Volunteer.Account).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync($"/trajecten/{_case.Id}/activiteiten/nieuw"), new()
        {
            ["Form.Category"] = "DoingThingsTogether", ["Form.Minutes"] = "90", ["Form.Location"] = "PublicPlace", ["Form.Cost"] = "7.50",
        });

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Path.ShouldBe($"/trajecten/{_case.Id}/activiteiten");
        page.Text.ShouldContain("1 u 30 min");
        page.Text.ShouldContain("7,50");
        page.Text.ShouldContain("Er is nog geen veiligheidscheck vastgelegd");
    }

    [Fact]
    public async Task ListVolunteerActivities_ByTheOfficer_HoldsNoNote()
    {
        await As(_case.Volunteer.Account).SendAsync(Cooking with { Note = "Ik vond het spannend." });

        (await As(_case.Volunteer.Account).SendAsync(new ListVolunteerActivitiesQuery(_case.Id, 1))).Items.Single().Note.ShouldBe("Ik vond het spannend.");
        (await As(_case.Officer).SendAsync(new ListVolunteerActivitiesQuery(_case.Id, 1))).Items.Single().Note.ShouldBeNull();
        var api = await (await As(_case.Officer).ApiAsync()).GetStringAsync(new Uri($"/api/v1/cases/{_case.Id}/activities", UriKind.Relative), Cancel);
        api.ShouldNotContain("spannend");
    }

    [Fact]
    public async Task ListVolunteerActivities_Shown_LeavesOneRowNamingThem()
    {
        var id = await As(_case.Volunteer.Account).SendAsync(Cooking);

        await As(_case.Officer).SendAsync(new ListVolunteerActivitiesQuery(_case.Id, 1));

        var row = await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(ListVolunteerActivitiesQuery), Cancel));
        row.Detail.ShouldBe(id.ToString());
    }

    private LogVolunteerActivityCommand Cooking =>
        new(_case.Id, VolunteerActivityCategory.DoingThingsTogether, new DateOnly(2026, 11, 24), 60, LocationType.ProbationOffice, null, null, null);

    private async Task WrongAt(string field, LogVolunteerActivityCommand command) =>
        (await Should.ThrowAsync<ValidationException>(As(_case.Volunteer.Account).SendAsync(command))).Errors.Select(e => e.PropertyName).ShouldBe([field]);
}
