using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Projects;

namespace Regulatief.Tests.Features.Projects;

public sealed class SaveProjectTests(SqliteHost host) : FeatureTest(host)
{
    private Account _administrator = null!;
    private Account _coordinator = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _administrator = await Given(A.Account(AccountRole.Administrator));
        _coordinator = await Given(A.Coordinator());
    }

    [Fact]
    public async Task SaveProject_AnybodyButAnAdministrator_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_coordinator).SendAsync(Saving()))).Code.ShouldBe("role-may-not");

    [Fact]
    public async Task SaveProject_WithoutCoordinator_IsRefused() =>
        await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(Saving() with { FirstCoordinatorId = null }));

    [Fact]
    public async Task SaveProject_OfficerAsCoordinator_IsRefused()
    {
        var officer = await Given(A.ProbationOfficer());

        await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(Saving() with { FirstCoordinatorId = officer.Id }));
    }

    [Fact]
    public async Task SaveProject_CycleThatIsNotPublished_IsRefused() =>
        await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(Saving() with { WorkflowDefinitionId = "bestaat-niet" }));

    [Fact]
    public async Task SaveProject_NewThenChanged_KeepsTheOrderOfItsCoordinators()
    {
        var second = await Given(A.Coordinator());
        var id = await As(_administrator).SendAsync(Saving() with { OtherCoordinatorIds = [second.Id] });

        await As(_administrator).SendAsync(Saving() with { ProjectId = id, Name = "Anders", FirstCoordinatorId = second.Id, OtherCoordinatorIds = [_coordinator.Id] });

        var project = await Read(db => db.Projects.Include(p => p.Coordinators).SingleAsync(Cancel));
        project.Name.ShouldBe("Anders");
        project.Coordinators.OrderBy(c => c.Rank).Select(c => c.AccountId).ShouldBe([second.Id, _coordinator.Id]);
    }

    [Fact]
    public async Task SaveProject_OnThePage_IsListed()
    {
        var browser = await As(_administrator).BrowseAsync();
        var form = await browser.OpenAsync("/projecten/nieuw");

        var page = await browser.SubmitAsync(form, new()
        {
            ["Form.Name"] = "Pilotgroep", ["Form.WorkflowDefinitionId"] = "regulatieve-cyclus", ["Form.FirstCoordinatorId"] = _coordinator.Id.ToString(),
        });

        page.Url.AbsolutePath.ShouldBe("/projecten");
        page.Text.ShouldContain("Pilotgroep");
    }

    private SaveProjectCommand Saving() => new() { Name = "Pilotgroep", WorkflowDefinitionId = "regulatieve-cyclus", FirstCoordinatorId = _coordinator.Id };
}
