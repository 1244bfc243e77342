using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Meetings;
using Regulatief.Web.Features.VolunteerLeavings;

namespace Regulatief.Tests.Features.VolunteerLeavings;

/// <summary>The successor, the joint talk, and what the client lets the successor know.</summary>
public sealed class WarmHandoverTests(SqliteHost host) : LeavingTest(host)
{
    private const string Cooking = "We koken samen op dinsdag.";
    private const string Sister = "Haar zus belt elke zondag.";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Leave();
    }

    [Fact]
    public async Task Successor_WhoCannotBe_IsRefusedAtTheField()
    {
        foreach (var (volunteer, code) in new[]
        {
            (Case.Volunteer, "successor-is-leaving"), (await Given(A.Volunteer()), "volunteer-not-of-project"),
            (await Given(A.Volunteer().In(Case.Project).DeclaredUntil(LastDay.AddDays(-1))), "volunteer-declaration-expired"),
        })
        {
            var refused = (await Should.ThrowAsync<ValidationException>(Succeeded(volunteer))).Errors.ShouldHaveSingleItem();
            (refused.PropertyName, refused.ErrorCode).ShouldBe(("SuccessorId", code));
        }
    }

    [Fact]
    public async Task Successor_NobodyFound_IsToldWhyAndLooksAgainLater()
    {
        (await Complete(Case, HumanTaskKind.Successor, new SuccessorAnswers { HasSuccessor = false, NoSuccessorReason = "Niemand heeft ruimte." })).Outcome.ShouldBe("NotFound");

        var browser = await Coordinator.BrowseAsync();
        var page = await browser.OpenAsync($"/trajecten/{Case.Id}/wisseling");
        page.Text.ShouldContain("Er is geen opvolger.");
        await browser.SubmitAsync(page, form: "form[action$='/opnieuw-zoeken']");
        (await IsOpen(HumanTaskKind.Successor)).ShouldBeTrue();
    }

    [Fact]
    public async Task Successor_NamedOnThePage_IsToldAndSeesNothingOfTheClientYet()
    {
        var successor = await Given(A.Volunteer().Named("Noor", "Bakker").In(Case.Project));
        var coordinator = await Coordinator.BrowseAsync();

        await coordinator.SubmitAsync(
            await coordinator.OpenAsync($"/taken/{(await OpenTask(Case, HumanTaskKind.Successor)).Id}"),
            new() { ["Answers.HasSuccessor"] = "true", ["Answers.SuccessorId"] = successor.Id.ToString(), ["Answers.Motivation"] = "Kookt graag." });

        (await NoticesOf(successor.Account)).ShouldBe([NoticeKind.SuccessionAsked]);
        var browser = await As(successor.Account).BrowseAsync();
        (await browser.OpenAsync("/")).Text.ShouldContain("Je volgt een vrijwilliger op");
        var mine = await browser.OpenAsync("/mijn-opvolging");
        mine.Text.ShouldContain("woensdag 23 december 2026");
        mine.Text.ShouldNotContain((await CaseOf(Case)).Client.FirstName + " ");
        (await browser.OpenAsync($"/trajecten/{Case.Id}")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await (await Client.BrowseAsync()).OpenAsync($"/mijn-traject/{Case.Id}/wisseling")).Text.ShouldContain("Noor wordt je nieuwe vrijwilliger.");
        (await CaseOf(Case)).CurrentAssignment!.VolunteerId.ShouldBe(Case.Volunteer.Id);
    }

    [Fact]
    public async Task JointTalk_IsAgreedByTheThreeAndToldToTheSuccessor()
    {
        var successor = await Succeeded();
        var talk = await Read(db => db.Meetings.Where(m => m.LeavingId != null).Select(m => m.Id).SingleAsync(Cancel));
        (await (await Volunteer.BrowseAsync()).OpenAsync($"/driegesprekken/{talk}")).Text.ShouldContain("komt als opvolger mee");

        var proposal = await Volunteer.SendAsync(new ProposeMeetingCommand(talk, Today.AddDays(14), new TimeOnly(14, 0), 60, LocationType.PublicPlace, "Buurthuis", null, Despite: true));
        foreach (var party in new[] { Officer, Client }) await party.SendAsync(new AgreeToMeetingCommand(talk, proposal, ForClient: false));

        (await NoticesOf(successor.Account)).ShouldBe([NoticeKind.SuccessionAsked, NoticeKind.SuccessionChanged], ignoreOrder: true);
        (await As(successor.Account).SendAsync(new OwnSuccessionsQuery())).ShouldHaveSingleItem().Talk!.PlaceInWords.ShouldBe("Buurthuis");
        (await (await As(successor.Account).BrowseAsync()).OpenAsync("/mijn-opvolging")).Text.ShouldContain("Buurthuis");
    }

    [Fact]
    public async Task RecordJointTalk_OnADayThatCannotBe_IsRefused()
    {
        foreach (var day in new[] { Today.AddDays(1), Today.AddDays(-1) })
            (await Should.ThrowAsync<ValidationException>(Officer.SendAsync(new RecordJointTalkCommand(Case.Id, day, LocationType.PublicPlace)))).Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("On");
        (await RefusalOf(Client.SendAsync(new RecordJointTalkCommand(Case.Id, Today, LocationType.PublicPlace)))).ShouldBe("role-may-not");
    }

    [Fact]
    public async Task RecordJointTalk_Held_IsNoTalkOfTheCycle()
    {
        await Officer.SendAsync(new RecordJointTalkCommand(Case.Id, Today, LocationType.PublicPlace));

        (await RefusalOf(Officer.SendAsync(new RecordJointTalkCommand(Case.Id, Today, LocationType.PublicPlace)))).ShouldBe("meeting-already-recorded");
        (await (await Officer.BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}/wisseling")).Text.ShouldContain("Het gesprek was op dinsdag 24 november 2026.");
        (await IsOpen(HumanTaskKind.Meeting)).ShouldBeTrue();
    }

    [Fact]
    public async Task WriteForSuccessor_ByAnybodyButTheVolunteer_IsRefused()
    {
        foreach (var person in new[] { Officer, Coordinator, Client }) (await RefusalOf(person.SendAsync(new WriteForSuccessorCommand(Case.Id, Cooking)))).ShouldBe("role-may-not");
        await Should.ThrowAsync<ValidationException>(Volunteer.SendAsync(new WriteForSuccessorCommand(Case.Id, " ")));
        (await RefusalOf(Client.SendAsync(new RemoveForSuccessorCommand(Case.Id, Guid.NewGuid())))).ShouldBe("role-may-not");
    }

    [Fact]
    public async Task ForSuccessor_BeforeTheClientAgrees_IsOfTheTwo()
    {
        await Volunteer.SendAsync(new WriteForSuccessorCommand(Case.Id, Cooking));

        foreach (var person in new[] { Officer, Coordinator }) (await (await person.BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}/wisseling")).Text.ShouldNotContain(Cooking);
        (await (await Volunteer.BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}/wisseling")).Text.ShouldContain(Cooking);
        (await (await Client.BrowseAsync()).OpenAsync("/mijn-traject")).Text.ShouldContain("Lees het en geef antwoord");
    }

    [Fact]
    public async Task ForSuccessor_OnThePages_TheClientSaysOfEachAndTheSuccessorReadsWhatTheyAgreeTo()
    {
        var (volunteer, client, successor) = (await Volunteer.BrowseAsync(), await Client.BrowseAsync(), await Succeeded());
        foreach (var words in new[] { Cooking, Sister }) await volunteer.SubmitAsync(await volunteer.OpenAsync($"/trajecten/{Case.Id}/wisseling"), new() { ["Item.Words"] = words });
        var items = (await Stored()).Items.OrderBy(i => i.WrittenAt).ToList();
        var address = $"/mijn-traject/{Case.Id}/wisseling";
        await client.SubmitAsync(await client.OpenAsync(address), form: $"form[action$='{items[0].Id}']", button: ("isAgreed", "true"));
        (await client.SubmitAsync(await client.OpenAsync(address), form: $"form[action$='{items[1].Id}']", button: ("isAgreed", "false"))).Text.ShouldContain("Jij zei: nee, dat mag niet.");

        await ComeToTheDay();

        var page = await (await As(successor.Account).BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}");
        page.Text.ShouldContain(Cooking);
        page.Text.ShouldNotContain(Sister);
    }

    [Fact]
    public async Task AnswerForSuccessor_ByTheOfficer_OnlyForAClientWithoutAnAccount()
    {
        var item = await Volunteer.SendAsync(new WriteForSuccessorCommand(Case.Id, Cooking));
        (await RefusalOf(Officer.SendAsync(new AnswerForSuccessorCommand(Case.Id, item, true)))).ShouldBe("for-successor-client-answers");
        (await RefusalOf(Volunteer.SendAsync(new AnswerForSuccessorCommand(Case.Id, item, true)))).ShouldBe("role-may-not");
        await Should.ThrowAsync<NotFoundException>(Client.SendAsync(new AnswerForSuccessorCommand(Case.Id, Guid.NewGuid(), true)));
        await Read(db => db.Clients.Where(c => c.AccountId == Case.Client!.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.AccountId, (Guid?)null), Cancel));

        var officer = await Officer.BrowseAsync();
        await officer.SubmitAsync(await officer.OpenAsync($"/trajecten/{Case.Id}/wisseling"), form: $"form[action$='{item}/antwoord']", button: ("isAgreed", "true"));

        (await Stored()).Items.Single().IsAgreed.ShouldBe(true);
        await Volunteer.SendAsync(new RemoveForSuccessorCommand(Case.Id, item));
        (await Stored()).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task LeavingPageQuery_WhereNobodyLeaves_SaysSo()
    {
        await Volunteer.SendAsync(new TakeBackLeavingCommand(Case.Id, "Blijft."));

        (await (await Officer.BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}/wisseling")).Text.ShouldContain("Er stopt nu niemand");
    }

    [Fact]
    public async Task LeavingForClientQuery_WhereNobodyLeaves_SaysSo()
    {
        await Volunteer.SendAsync(new TakeBackLeavingCommand(Case.Id, "Blijft."));

        (await (await Client.BrowseAsync()).OpenAsync($"/mijn-traject/{Case.Id}/wisseling")).Text.ShouldContain("Je vrijwilliger blijft");
    }
}
