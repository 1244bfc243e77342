using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.MyCase;

namespace Regulatief.Tests.Features.MyCase;

public sealed class MakeClientRequestTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task MakeClientRequest_AnotherClientsCase_IsNotFound()
    {
        var stranger = await Given(A.Account(AccountRole.Client));

        await Should.ThrowAsync<NotFoundException>(As(stranger).SendAsync(Asking()));
    }

    [Fact]
    public async Task MakeClientRequest_SameThingTwice_IsRefused()
    {
        await As(Case.Client!).SendAsync(Asking());

        await RefusedAs("client-request-open", As(Case.Client!).SendAsync(Asking()));
    }

    [Theory]
    [InlineData(ClientRequestKind.Contact, "2026-11-27")]
    [InlineData(ClientRequestKind.OwnFile, "2026-12-22")]
    public async Task MakeClientRequest_Asked_BecomesATaskOfTheProfessional(ClientRequestKind kind, string dueOn)
    {
        await As(Case.Client!).SendAsync(new MakeClientRequestCommand(Case.Id, kind, null));

        var task = await OpenTask(Case, HumanTaskKind.ClientRequest);
        (task.Role, task.DueOn).ShouldBe((AccountRole.ProbationOfficer, DateOnly.Parse(dueOn, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task MakeClientRequest_Answered_TheClientReadsTheAnswer()
    {
        var client = await As(Case.Client!).BrowseAsync();
        await client.SubmitAsync(
            await client.OpenAsync("/mijn-traject"), new() { ["Words"] = "Ik maak me zorgen over de huur." }, "form:has(input[value='Contact'])");
        var task = await OpenTask(Case, HumanTaskKind.ClientRequest);
        var officer = await As(Case.Officer).BrowseAsync();
        var form = await officer.OpenAsync($"/taken/{task.Id}");
        form.Text.ShouldContain("Ik maak me zorgen over de huur.");

        await officer.SubmitAsync(form, new() { ["Answers.Answer"] = "Ik bel je donderdag om tien uur." });

        (await client.OpenAsync("/mijn-traject")).Text.ShouldContain("Ik bel je donderdag om tien uur.");
    }

    private MakeClientRequestCommand Asking() => new(Case.Id, ClientRequestKind.Contact, "Belt u mij?");
}
