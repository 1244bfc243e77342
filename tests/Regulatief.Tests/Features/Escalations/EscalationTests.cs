using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Escalations;

namespace Regulatief.Tests.Features.Escalations;

public sealed class EscalationTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().ForClient("Omar", "Zegers"));
        await Host.PassAsync(TimeSpan.FromDays(30));
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.Client)]
    public async Task Escalations_WhoIsNotInLine_MayNotSeeThem(AccountRole role)
    {
        (await (await As(_case.AccountOf(role)).BrowseAsync()).OpenAsync("/escalaties")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await (await As(_case.AccountOf(role)).ApiAsync()).GetAsync("/api/v1/escalations", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task HandleEscalation_ToldToSomebodyElse_IsNotFound()
    {
        var other = await Given(A.Coordinator());

        (await As(other).SendAsync(new EscalationListQuery(false))).Total.ShouldBe(0);
        await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new HandleEscalationCommand(await Only(), "Gebeld.")));
    }

    [Fact]
    public async Task HandleEscalation_WithoutANote_IsRefused() =>
        await Should.ThrowAsync<ValidationException>(As(_case.Coordinator).SendAsync(new HandleEscalationCommand(await Only(), null)));

    [Fact]
    public async Task HandleEscalation_HandledAlready_IsRefused()
    {
        var id = await Only();
        await As(_case.Coordinator).SendAsync(new HandleEscalationCommand(id, "Gebeld."));

        await Should.ThrowAsync<ConcurrencyConflictException>(As(_case.Coordinator).SendAsync(new HandleEscalationCommand(id, "Nog eens.")));
    }

    [Fact]
    public async Task Escalations_Coordinator_SeesWhatIsLateAndWhoseButNotWhoItIsAbout()
    {
        var page = await (await As(_case.Coordinator).BrowseAsync()).OpenAsync("/escalaties");

        page.Text.ShouldContain("Intake");
        page.Text.ShouldContain(_case.Officer.DisplayName);
        page.Text.ShouldNotContain("Zegers");
    }

    [Fact]
    public async Task HandleEscalation_OverTheApi_MovesItToTheHandledOnes()
    {
        var api = await As(_case.Coordinator).ApiAsync();

        var answer = await api.PostAsync($"/api/v1/escalations/{await Only()}/handle", new { note = "Gebeld met de toezichthouder." });

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ((int?)(await (await api.GetAsync("/api/v1/escalations", Cancel)).JsonAsync())["total"]).ShouldBe(0);
        var handled = await (await api.GetAsync("/api/v1/escalations?handled=true", Cancel)).JsonAsync();
        ((string?)handled["items"]![0]!["note"]).ShouldBe("Gebeld met de toezichthouder.");
    }

    private Task<Guid> Only() => Read(db => db.Escalations.Select(e => e.Id).SingleAsync(Cancel));
}
