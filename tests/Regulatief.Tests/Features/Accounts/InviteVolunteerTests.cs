using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

public sealed class InviteVolunteerTests(SqliteHost host) : FeatureTest(host)
{
    private Account _coordinator = null!;
    private Project _project = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _coordinator = await Given(A.Coordinator());
        _project = await Given(A.Project().CoordinatedBy(_coordinator));
    }

    [Fact]
    public async Task InviteVolunteer_ByAnotherRole_IsRefused()
    {
        foreach (var role in Enum.GetValues<AccountRole>().Except([AccountRole.Coordinator]))
        {
            (await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Account(role))).SendAsync(Invitation()))).Code.ShouldBe("role-may-not");
            (await (await As(await Given(A.Account(role))).BrowseAsync()).OpenAsync("/vrijwilligers/uitnodigen")).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task InviteVolunteer_NothingFilledIn_AsksForAll() =>
        (await Should.ThrowAsync<ValidationException>(As(_coordinator).SendAsync(new InviteVolunteerCommand()))).Errors.Select(e => e.PropertyName).Distinct()
            .ShouldBe(["FirstName", "LastName", "Email", "ProjectId", "Place"], ignoreOrder: true);

    [Fact]
    public async Task InviteVolunteer_ForAProjectOfAnother_IsRefused()
    {
        var other = await Given(A.Project());

        (await As(_coordinator).SendAsync(new InviteVolunteerPageQuery())).Select(p => p.Text).ShouldBe([_project.Name]);
        (await Refused(Invitation() with { ProjectId = other.Id.Value })).ShouldBe(("ProjectId", "no-such-choice"));
        (await Read(db => db.Volunteers.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task InviteVolunteer_AddressLogsInSomebody_IsRefused()
    {
        await As(_coordinator).SendAsync(Invitation());

        (await Refused(Invitation())).ShouldBe(("Email", "user-name-taken"));
    }

    [Fact]
    public async Task InviteVolunteer_ByThePage_IsOfTheProjectAndChoosesAPassword()
    {
        var other = await Given(A.Project());
        var coordinator = await As(_coordinator).BrowseAsync();
        (await coordinator.OpenAsync("/vrijwilligers")).Document.QuerySelector("a[href='/vrijwilligers/uitnodigen']").ShouldNotBeNull();
        var form = await coordinator.OpenAsync("/vrijwilligers/uitnodigen");
        form.Text.ShouldNotContain(other.Name);

        var page = await coordinator.SubmitAsync(form, new()
        {
            ["Form.FirstName"] = "Fatima", ["Form.LastName"] = "Testman", ["Form.Email"] = "fatima+vrij@voorbeeld.example", ["Form.ProjectId"] = _project.Id.ToString(), ["Form.Place"] = "Zeist",
        });

        var link = new Uri(page.Document.QuerySelector("code.one-time")!.TextContent.Trim()).AbsolutePath;
        var account = await Read(db => db.Accounts.Include(a => a.Roles).SingleAsync(a => a.UserName == "fatima.vrij@voorbeeld.example", Cancel));
        account.Roles.Select(r => r.Role).ShouldBe([AccountRole.Volunteer]);
        account.PasswordHash.ShouldBeNull();
        var volunteer = await Read(db => db.Volunteers.SingleAsync(Cancel));
        (volunteer.AccountId, volunteer.ProjectId, volunteer.FullName, volunteer.Place).ShouldBe((account.Id, _project.Id, "Fatima Testman", "Zeist"));
        (await coordinator.OpenAsync("/vrijwilligers")).Text.ShouldContain("Fatima Testman");
        (await As(_coordinator).Browser().OpenAsync(link)).Status.ShouldBe(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromHours(73));
        (await As(_coordinator).Browser().OpenAsync(link)).Document.QuerySelector("input[type=password]").ShouldBeNull();
    }

    private InviteVolunteerCommand Invitation() => new() { FirstName = "Fatima", LastName = "Testman", Email = "fatima@voorbeeld.example", ProjectId = _project.Id.Value, Place = "Zeist" };

    private async Task<(string, string)> Refused(InviteVolunteerCommand command)
    {
        var error = (await Should.ThrowAsync<ValidationException>(As(_coordinator).SendAsync(command))).Errors.Single();
        return (error.PropertyName, error.ErrorCode);
    }
}
