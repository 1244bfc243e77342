using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.ClientRequests;

namespace Regulatief.Tests.Features.ClientRequests;

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
    [InlineData(ClientRequestKind.Correction, "2026-12-22")]
    [InlineData(ClientRequestKind.Objection, "2026-12-22")]
    public async Task MakeClientRequest_Asked_BecomesATaskOfTheProfessional(ClientRequestKind kind, string dueOn)
    {
        await As(Case.Client!).SendAsync(new MakeClientRequestCommand(Case.Id, kind, "Zo was het niet.", ClientRequestAbout.Other));

        var task = await OpenTask(Case, HumanTaskKind.ClientRequest);
        (task.Role, task.DueOn).ShouldBe((AccountRole.ProbationOfficer, DateOnly.Parse(dueOn, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task MakeClientRequest_Answered_TheClientReadsTheAnswer()
    {
        var client = await As(Case.Client!).BrowseAsync();
        await client.SubmitAsync(
            await client.OpenAsync("/mijn-traject"), new() { ["Form.Words"] = "Ik maak me zorgen over de huur." }, "form:has(input[value='Contact'])");
        var task = await OpenTask(Case, HumanTaskKind.ClientRequest);
        var officer = await As(Case.Officer).BrowseAsync();
        var form = await officer.OpenAsync($"/taken/{task.Id}");
        form.Text.ShouldContain("Ik maak me zorgen over de huur.");

        await officer.SubmitAsync(form, new() { ["Answers.Answer"] = "Ik bel je donderdag om tien uur." });

        (await client.OpenAsync("/mijn-traject")).Text.ShouldContain("Ik bel je donderdag om tien uur.");
    }

    [Fact]
    public async Task MakeClientRequest_OwnFile_IsNotDoneBeforeItsDeliveryIsRecorded()
    {
        await As(Case.Client!).SendAsync(new MakeClientRequestCommand(Case.Id, ClientRequestKind.OwnFile, null));

        foreach (var (answers, fields) in new (ClientRequestAnswers, string[])[]
        {
            (new() { Answer = "Hier." }, ["Delivery", "DeliveredOn", "DeliveredTo"]),
            (new() { Answer = "Hier.", Delivery = FileDelivery.OnPaper, DeliveredOn = new DateOnly(2026, 11, 25), DeliveredTo = FileReceiver.Client }, ["DeliveredOn"]),
            (new() { Answer = "Hier.", Delivery = FileDelivery.OnPaper, DeliveredOn = new DateOnly(2026, 11, 23), DeliveredTo = FileReceiver.Client }, ["DeliveredOn"]),
        })
            (await Should.ThrowAsync<FluentValidation.ValidationException>(Complete(Case, HumanTaskKind.ClientRequest, answers))).Errors.Select(e => e.PropertyName).ShouldBe(fields);
    }

    [Theory]
    [InlineData(0, "Dat is op tijd", "Binnen de termijn")]
    [InlineData(40, "Dat is te laat", "Te laat")]
    public async Task MakeClientRequest_OwnFileDelivered_IsSeenByTheClientAndThePrivacyOfficer(int days, string toldToClient, string toldToOfficer)
    {
        await As(Case.Client!).SendAsync(new MakeClientRequestCommand(Case.Id, ClientRequestKind.OwnFile, "Ik wil alles lezen."));
        Clock.Advance(TimeSpan.FromDays(days));
        var task = await OpenTask(Case, HumanTaskKind.ClientRequest);
        var officer = await As(Case.Officer).BrowseAsync();
        await officer.SubmitAsync(await officer.OpenAsync($"/taken/{task.Id}"), new()
        {
            ["Answers.Delivery"] = nameof(FileDelivery.OnPaper), ["Answers.DeliveredTo"] = nameof(FileReceiver.Representative),
            ["Answers.DeliveredOn"] = new DateOnly(2026, 11, 24).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["Answers.Answer"] = "Alsjeblieft.",
        });

        var mine = (await (await As(Case.Client!).BrowseAsync()).OpenAsync("/mijn-traject")).Text;
        foreach (var told in new[] { "Op papier meegegeven", "Aan iemand namens jou", toldToClient }) mine.ShouldContain(told);
        var all = (await (await As(await Given(A.Account(AccountRole.PrivacyOfficer))).BrowseAsync()).OpenAsync("/inzage/verzoeken")).Text;
        foreach (var told in new[] { $"Traject {Case.Number}", "Op papier meegegeven", "Aan een gemachtigde", toldToOfficer }) all.ShouldContain(told);
        all.ShouldNotContain("Ik wil alles lezen.");
        (await Should.ThrowAsync<CaseRuleException>(As(Case.Officer).SendAsync(new FindClientRequestsQuery(1)))).Code.ShouldBe("role-may-not");
    }

    private MakeClientRequestCommand Asking() => new(Case.Id, ClientRequestKind.Contact, "Belt u mij?");
}
