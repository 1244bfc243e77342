using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.MyCase;

namespace Regulatief.Tests.Features.MyCase;

public sealed class MyCasePageTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task MyCase_Volunteer_IsForbidden()
    {
        var browser = await As(Case.Volunteer.Account).BrowseAsync();

        (await browser.OpenAsync("/mijn-traject")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task MyCase_ClientWithoutCase_SaysSo()
    {
        var newcomer = await Given(A.Account(AccountRole.Client));

        var page = await (await As(newcomer).BrowseAsync()).OpenAsync("/mijn-traject");

        page.Text.ShouldContain("Er is nog geen traject");
    }

    [Fact]
    public async Task MyCase_AgreementToSign_LeadsToIt()
    {
        var agreement = await Proposed();

        var page = await Opened();

        page.Heading.ShouldBe("Hallo Rachid");
        page.Find($"a[href='/afspraken/{agreement}'].utrecht-button").ShouldNotBeNull();
    }

    [Theory]
    [InlineData(RiskSignalStatus.Noted, false)]
    [InlineData(RiskSignalStatus.DiscussedWithClient, true)]
    public async Task MyCase_Signal_IsThereFromTheTalkOn(RiskSignalStatus status, bool isShown)
    {
        var signal = new RiskSignal
        {
            CaseId = Case.Id, VolunteerId = Case.Volunteer.Id, Kind = RiskSignalKind.PossibleRelapse, Observation = "Oude vrienden in beeld.", NotedAt = Clock.GetUtcNow(),
        };
        if (status == RiskSignalStatus.DiscussedWithClient) signal.Discuss(Clock.GetUtcNow(), DiscussionManner.FaceToFace, true, "Klopt wel.");
        await Host.WriteAsync(db => db.RiskSignals.Add(signal));

        (await Opened()).Text.Contains("Oude vrienden in beeld.", StringComparison.Ordinal).ShouldBe(isShown);
    }

    private async Task<Page> Opened() => await (await As(Case.Client!).BrowseAsync()).OpenAsync("/mijn-traject");
}

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

public sealed class AskToLookBackTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task AskToLookBack_AnotherClientsCase_IsNotFound()
    {
        var stranger = await Given(A.Account(AccountRole.Client));

        await Should.ThrowAsync<NotFoundException>(As(stranger).SendAsync(Asking()));
    }

    [Fact]
    public async Task AskToLookBack_WithoutReason_IsRefusedAtItsField() =>
        (await Should.ThrowAsync<ValidationException>(As(Case.Client!).SendAsync(new AskToLookBackCommand(Case.Id, "")))).Errors.Single().PropertyName.ShouldBe("Reason");

    [Fact]
    public async Task AskToLookBack_BeforeWorkingTogether_IsRefused() => await RefusedAs("evaluation-not-now", As(Case.Client!).SendAsync(Asking()));

    [Fact]
    public async Task AskToLookBack_WorkingTogether_MovesTheCycleAndTellsTheProfessional()
    {
        await SignedByAll();

        await As(Case.Client!).SendAsync(Asking());

        (await OpenTasks()).ShouldContain("Samen terugkijken");
        (await Timeline()).ShouldContain(TimelineKind.EvaluationAsked);
        (await UnreadBy(NoticeKind.EvaluationAsked)).ShouldBe([Case.Officer.Id]);
    }

    private AskToLookBackCommand Asking() => new(Case.Id, "Het loopt anders dan ik wil.");
}
