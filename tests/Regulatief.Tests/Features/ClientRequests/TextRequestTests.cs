using System.Net;
using System.Net.Http.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.ClientFiles;
using Regulatief.Web.Features.ClientRequests;
using Regulatief.Web.Features.MyCase;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.ClientRequests;

/// <summary>A client says that something is not right, or that they see it otherwise; their words stand beside the text, for those who read it.</summary>
public sealed class TextRequestTests(SqliteHost host) : AgreementTest(host)
{
    private const string Words = "Ik zie dat anders.";
    private const string Answer = "Ik heb je woorden gelezen.";

    [Fact]
    public async Task Ask_WithoutWordsOrSubject_TellsEachField()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(Case.Client!).SendAsync(new MakeClientRequestCommand(Case.Id, ClientRequestKind.Correction, null)));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["About", "Words"]);
    }

    [Fact]
    public async Task Ask_AboutWhatIsNotTheirsToKnow_IsRefused()
    {
        await SignedByAll();
        var other = (await CaseOf(await Given(A.Case()))).Goals[0].Id.Value;
        var discussed = await Discussed();
        var acute = await Noted();
        await As(Case.Volunteer.Account).SendAsync(new ShareRiskSignalCommand(acute, CaseRole.Professional, new SharingException(SharingGround.AcuteDanger, "Hij dreigt.")));

        foreach (var (about, id) in new (ClientRequestAbout, Guid?)[]
        {
            (ClientRequestAbout.Goal, other), (ClientRequestAbout.Goal, null), (ClientRequestAbout.Meeting, Guid.NewGuid()), (ClientRequestAbout.OwnParticulars, Guid.NewGuid()),
            (ClientRequestAbout.RiskSignal, discussed.Value), (ClientRequestAbout.RiskSignal, acute.Value),
        })
            (await Should.ThrowAsync<ValidationException>(Object(about, id))).Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("About");
        (await Read(db => db.ClientRequests.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task Ask_OfTwoThings_IsTwoRequests()
    {
        await Object(ClientRequestAbout.OwnParticulars, null);
        await Object(ClientRequestAbout.Goal, await Goal());

        await RefusedAs("client-request-open", Object(ClientRequestAbout.OwnParticulars, null));
    }

    [Fact]
    public async Task Record_ClientWithAnAccountOrByAnother_IsRefused()
    {
        await RefusedAs("client-request-own", As(Case.Officer).SendAsync(Objecting(Case, ClientRequestAbout.Other)));
        await RefusedAs("client-request-own", As(Case.Officer).SendAsync(new ClientRequestPageQuery(Case.Id, ClientRequestKind.Objection)));

        var without = await Given(A.Case().WithoutClientAccount().Paired());
        foreach (var account in new[] { without.Coordinator, without.Volunteer.Account }) await RefusedAs("role-may-not", As(account).SendAsync(Objecting(without, ClientRequestAbout.Other)));
        await RefusedAs("client-request-own", As(without.Officer).SendAsync(new MakeClientRequestCommand(without.Id, ClientRequestKind.OwnFile, null)));
    }

    [Fact]
    public async Task Record_ClientWithoutAnAccount_TellsWhoWroteItDownAndTakesItBackWithThem()
    {
        var @case = await Given(A.Case().WithoutClientAccount().Paired());
        var officer = await As(@case.Officer).BrowseAsync();
        var page = await officer.OpenAsync($"/trajecten/{@case.Id}");
        page.Find($"a[href='/trajecten/{@case.Id}/niet-eens']").ShouldNotBeNull();

        page = await officer.SubmitAsync(await officer.OpenAsync($"/trajecten/{@case.Id}/niet-eens"), new() { ["Form.About"] = nameof(ClientRequestAbout.OwnParticulars), ["Form.Words"] = Words });

        page.Text.ShouldContain($"opgeschreven door {@case.Officer.DisplayName}, met de cliënt erbij");
        page = await officer.SubmitAsync(page, [], "form[action$='/terugnemen']");
        page.Text.ShouldNotContain(Words);
        (await Read(db => db.ClientRequests.SingleAsync(Cancel))).RecordedById.ShouldBe(@case.Officer.Id);
    }

    [Fact]
    public async Task Correction_Answered_AsksWhetherItWasPutRight()
    {
        await As(Case.Client!).SendAsync(Correcting());

        var refusal = await Should.ThrowAsync<ValidationException>(Complete(Case, HumanTaskKind.ClientRequest, new ClientRequestAnswers { Answer = Answer }));

        refusal.Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("Correction");
    }

    [Theory]
    [InlineData(CorrectionOutcome.Corrected, "Het is verbeterd.", false)]
    [InlineData(CorrectionOutcome.NotCorrected, "Autoriteit Persoonsgegevens", true)]
    public async Task Correction_Answered_StandsBesideTheTextOnlyWhenRefused(CorrectionOutcome outcome, string told, bool stands)
    {
        var client = await As(Case.Client!).BrowseAsync();
        var asked = await client.SubmitAsync(
            await client.OpenAsync($"/mijn-traject/{Case.Id}/klopt-niet"), new() { ["Form.About"] = nameof(ClientRequestAbout.OwnParticulars), ["Form.Words"] = Words });
        asked.Path.ShouldBe("/mijn-traject");
        var officer = await As(Case.Officer).BrowseAsync();
        var task = await officer.OpenAsync($"/taken/{(await OpenTask(Case, HumanTaskKind.ClientRequest)).Id}");
        foreach (var shown in new[] { Words, "Naam of geboortedatum" }) task.Text.ShouldContain(shown);
        task.Find($"a[href='/trajecten/{Case.Id}/gegevens-corrigeren']").ShouldNotBeNull();
        (await BesideOnCasePage()).ShouldBeEmpty();

        await officer.SubmitAsync(task, new() { ["Answers.Correction"] = outcome.ToString(), ["Answers.Answer"] = Answer });

        (await BesideOnCasePage()).ShouldBe(stands ? [Words] : []);
        var mine = (await client.OpenAsync("/mijn-traject")).Text;
        foreach (var shown in new[] { told, Answer }) mine.ShouldContain(shown);
        mine.Contains("Jij vindt dat dit niet klopt", StringComparison.Ordinal).ShouldBe(stands);
        (await Read(db => db.HumanTasks.SingleAsync(t => t.Kind == HumanTaskKind.ClientRequest, Cancel))).Outcome.ShouldBe(outcome.ToString());
    }

    /// <summary>A volunteer reads what is said of a goal while the goal is passed to them; who coordinates or looks along does not.</summary>
    [Fact]
    public async Task Objection_ToAGoal_StandsBesideItForThoseWhoReadIt()
    {
        await Object(ClientRequestAbout.Goal, await Goal());
        await Complete(Case, HumanTaskKind.ClientRequest, new ClientRequestAnswers { Answer = Answer });

        var mine = (await As(Case.Client!).SendAsync(new MyCasePageQuery()))!;
        mine.Beside.ShouldHaveSingleItem().Answer.ShouldBe(Answer);
        mine.BesideElsewhere.ShouldBeEmpty();
        var page = await As(Case.Officer).SendAsync(new CasePageQuery(Case.Id));
        page.Plan.Goals.ShouldHaveSingleItem().Beside.ShouldHaveSingleItem().Words.ShouldBe(Words);
        page.BesideElsewhere.ShouldBeEmpty();
        (await As(Case.Coordinator).SendAsync(new CasePageQuery(Case.Id))).Beside.ShouldBeEmpty();

        (await BesideGoalOfVolunteer()).ShouldBeEmpty();
        await SignedByAll();
        var read = (await BesideGoalOfVolunteer()).ShouldHaveSingleItem();
        (read.Words, read.Answer, read.MayTakeBack).ShouldBe((Words, null, false));
    }

    [Fact]
    public async Task Objection_ToAMeeting_StandsBesideItAndNotForTheVolunteer()
    {
        var meeting = new ThreeWayMeeting { CaseId = Case.Id, Round = 1, PlannedOn = Today };
        meeting.RecordHeld(Today, LocationType.ProbationOffice, new MeetingNotes("Werk.", "Hij belt het uitzendbureau.", null), false, null);
        await Host.WriteAsync(db => db.Add(meeting));

        await Object(ClientRequestAbout.Meeting, meeting.Id.Value);

        (await As(Case.Officer).SendAsync(new CasePageQuery(Case.Id))).Meetings.ShouldHaveSingleItem().Beside.ShouldHaveSingleItem();
        (await (await As(Case.Client!).BrowseAsync()).OpenAsync("/mijn-traject")).Text.ShouldContain($"Jij bent het hier niet mee eens {Words}");
        (await As(Case.Volunteer.Account).SendAsync(new VolunteerCaseQuery(Case.Id))).Meetings.ShouldHaveSingleItem().Beside.ShouldBeEmpty();
        (await (await As(Case.Volunteer.Account).BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}")).Text.ShouldNotContain(Words);
    }

    [Fact]
    public async Task Objection_ToASignal_StandsOnItsPageForWhoReadsIt()
    {
        await SignedByAll();
        var signal = await Discussed();
        await As(Case.Volunteer.Account).SendAsync(new ShareRiskSignalCommand(signal, CaseRole.Professional, null));

        await Object(ClientRequestAbout.RiskSignal, signal.Value);

        (await As(Case.Officer).SendAsync(new RiskSignalForRecipientQuery(signal))).Beside.ShouldHaveSingleItem().Words.ShouldBe(Words);
        (await As(Case.Client!).SendAsync(new RiskSignalForClientQuery(signal))).Beside.ShouldHaveSingleItem();
        (await As(Case.Volunteer.Account).SendAsync(new RiskSignalOfVolunteerQuery(signal))).Beside.ShouldHaveSingleItem().Answer.ShouldBeNull();
        (await (await As(Case.Officer).BrowseAsync()).OpenAsync($"/signalen/{signal}")).Text.ShouldContain($"De cliënt is het hier niet mee eens {Words}");
        (await As(Case.Coordinator).SendAsync(new CasePageQuery(Case.Id))).Beside.ShouldBeEmpty();
    }

    /// <summary>An officer to whom the signal was not passed reads nothing that is said of it on the page of the case.</summary>
    [Fact]
    public async Task Objection_ToASignal_IsNotForASuccessorWhoDoesNotHaveIt()
    {
        await SignedByAll();
        var signal = await Discussed();
        await As(Case.Volunteer.Account).SendAsync(new ShareRiskSignalCommand(signal, CaseRole.Professional, null));
        await Object(ClientRequestAbout.RiskSignal, signal.Value);
        var successor = await Given(A.ProbationOfficer());
        await Read(db => db.Cases.Where(c => c.Id == Case.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ProfessionalId, successor.Id), Cancel));

        (await As(successor).SendAsync(new CasePageQuery(Case.Id))).Beside.ShouldBeEmpty();
    }

    [Fact]
    public async Task Objection_ToAPartThatNoPageShows_StandsInACardOfItsOwn()
    {
        await Object(ClientRequestAbout.Other, null);

        (await As(Case.Officer).SendAsync(new CasePageQuery(Case.Id))).BesideElsewhere.ShouldHaveSingleItem();
        (await (await As(Case.Officer).BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}")).Find("#woorden")!.TextContent.ShouldContain(Words);
    }

    [Fact]
    public async Task Objection_ToAgreements_StandsOnTheirOwnPageForClientAndProfessional()
    {
        var agreement = await SignedByAll();
        await Object(ClientRequestAbout.Agreement, agreement.Value);

        foreach (var (account, isShown) in new[] { (Case.Officer, true), (Case.Client!, true), (Case.Volunteer.Account, false) })
            (await (await As(account).BrowseAsync()).OpenAsync($"/afspraken/{agreement}")).Text.Contains(Words, StringComparison.Ordinal).ShouldBe(isShown, account.UserName);
    }

    [Fact]
    public async Task Objection_InTheFile_StandsWithTheTextAndWithWhatWasAsked()
    {
        var agreement = await SignedByAll();
        await Object(ClientRequestAbout.Agreement, agreement.Value);
        await Object(ClientRequestAbout.Goal, await Goal());

        var file = await As(Case.Officer).SendAsync(new ReadClientFileQuery(Case.Id));

        foreach (var title in new[] { "Over wie dit gaat", "Afspraken over het delen van informatie" })
            file.Parts.Single(p => p.Title == title).Lines.ShouldContain(l => l.Label == "De cliënt is het hier niet mee eens" && l.Words.Contains(Words, StringComparison.Ordinal));
        file.Parts.Count(p => p.Title == "Vraag van de cliënt" && p.Lines.Any(l => l.Words == Words)).ShouldBe(2);
    }

    [Fact]
    public async Task TakeBack_AnObjection_EndsItAndStaysInTheHistory()
    {
        var id = (await Object(ClientRequestAbout.OwnParticulars, null)).RequestId;
        await Should.ThrowAsync<NotFoundException>(As(Case.Client!).SendAsync(new TakeBackClientRequestCommand(Case.Id, Guid.NewGuid())));
        await RefusedAs("client-request-own", As(Case.Officer).SendAsync(new TakeBackClientRequestCommand(Case.Id, id)));

        var client = await As(Case.Client!).BrowseAsync();
        var page = await client.SubmitAsync(await client.OpenAsync("/mijn-traject"), [], "form[action$='/terugnemen']");

        page.Text.ShouldContain("Je hebt dit teruggenomen op di 24 nov 2026.");
        page.Text.ShouldNotContain("Jij bent het hier niet mee eens");
        (await BesideOnCasePage()).ShouldBeEmpty();
        (await Read(db => db.HumanTasks.SingleAsync(t => t.Kind == HumanTaskKind.ClientRequest, Cancel))).Status.ShouldBe(HumanTaskStatus.Cancelled);
        var told = (await As(Case.Officer).SendAsync(new ReadClientFileQuery(Case.Id))).Parts.Single(p => p.Title == "Vraag van de cliënt").Lines;
        told.ShouldContain(l => l.Label == "Teruggenomen op");
        await RefusedAs("client-request-not-taken-back", As(Case.Client!).SendAsync(new TakeBackClientRequestCommand(Case.Id, id)));
    }

    [Fact]
    public async Task TakeBack_WhatWasPutRight_IsRefused()
    {
        var id = (await As(Case.Client!).SendAsync(Correcting())).RequestId;
        await Complete(Case, HumanTaskKind.ClientRequest, new ClientRequestAnswers { Correction = CorrectionOutcome.Corrected, Answer = Answer });

        await RefusedAs("client-request-not-taken-back", As(Case.Client!).SendAsync(new TakeBackClientRequestCommand(Case.Id, id)));
    }

    [Fact]
    public async Task Api_AsksAndTakesBack()
    {
        var api = await As(Case.Client!).ApiAsync();
        var goal = await Goal();
        (await api.GetFromJsonAsync<System.Text.Json.Nodes.JsonArray>(new Uri($"/api/v1/cases/{Case.Id}/requests/subjects", UriKind.Relative), Cancel))!
            .ShouldContain(s => (string?)s!["about"] == "Goal" && (string?)s["id"] == goal.ToString());

        using var made = await PostAsync(api, "", new { kind = "Objection", words = Words, about = "Goal", aboutId = goal });
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = (await made.Content.ReadFromJsonAsync<MakeClientRequestResult>(Cancel))!.RequestId;
        using var taken = await PostAsync(api, $"/{id}/take-back", null);
        taken.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<HttpResponseMessage> PostAsync(HttpClient api, string path, object? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/v1/cases/{Case.Id}/requests{path}", UriKind.Relative));
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (body is not null) request.Content = JsonContent.Create(body);
        return await api.SendAsync(request, Cancel);
    }

    private async Task<IEnumerable<string>> BesideOnCasePage() => (await As(Case.Officer).SendAsync(new CasePageQuery(Case.Id))).Beside.Select(b => b.Words);

    private async Task<IReadOnlyList<BesideText>> BesideGoalOfVolunteer() => (await As(Case.Volunteer.Account).SendAsync(new VolunteerCaseQuery(Case.Id))).Goals.ShouldHaveSingleItem().Beside;

    private async Task<Guid> Goal() => (await CaseOf(Case)).Goals.Single().Id.Value;

    private async Task<RiskSignalId> Discussed()
    {
        var signal = await Noted();
        await As(Case.Volunteer.Account).SendAsync(new DiscussRiskSignalCommand(signal, Today, new TimeOnly(8, 30), DiscussionManner.FaceToFace, [CaseRole.Professional], "Dat je weer drinkt.", "Ik had het zwaar."));
        return signal;
    }

    private Task<RiskSignalId> Noted() =>
        As(Case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(Case.Id, RiskSignalKind.RisingRiskBehaviour, "Hij dronk weer.", SignalSeverity.Worrying, new(2026, 11, 23)));

    private Task<MakeClientRequestResult> Object(ClientRequestAbout about, Guid? id) => As(Case.Client!).SendAsync(new MakeClientRequestCommand(Case.Id, ClientRequestKind.Objection, Words, about, id));

    private static MakeClientRequestCommand Objecting(CaseUnderTest @case, ClientRequestAbout about) => new(@case.Id, ClientRequestKind.Objection, Words, about);

    private MakeClientRequestCommand Correcting() => new(Case.Id, ClientRequestKind.Correction, Words, ClientRequestAbout.OwnParticulars);
}
