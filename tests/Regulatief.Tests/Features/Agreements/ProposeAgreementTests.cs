using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;

namespace Regulatief.Tests.Features.Agreements;

public sealed class ProposeAgreementTests(SqliteHost host) : AgreementTest(host)
{
    private static readonly string[] Professional = ["Professional"];

    [Fact]
    public async Task ProposeAgreement_ColleagueWithoutCover_IsNotFound()
    {
        var colleague = await Given(A.ProbationOfficer());

        await Should.ThrowAsync<NotFoundException>(As(colleague).SendAsync(new ProposeAgreementCommand(Case.Id, Proposal())));
    }

    [Fact]
    public async Task ProposeAgreement_ByTheVolunteer_IsForbidden()
    {
        var api = await As(Case.Volunteer.Account).ApiAsync();

        var answer = await api.PostAsync($"/api/v1/cases/{Case.Id}/agreements", new { purpose = "Samen." });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task ProposeAgreement_Empty_TellsEachFieldThatIsMissing()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(Proposed(new AgreementProposal()));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["Purpose", "DiscussFirst", "ValidFrom", "ValidUntil", "Categories"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(-1, 100, "ValidFrom")]
    [InlineData(10, 9, "ValidUntil")]
    [InlineData(0, 732, "ValidUntil")]
    public async Task ProposeAgreement_TermThatCannotBe_IsRefusedAtItsField(int fromInDays, int untilInDays, string field)
    {
        var proposal = Proposal();
        (proposal.ValidFrom, proposal.ValidUntil) = (Today.AddDays(fromInDays), Today.AddDays(untilInDays));

        var refusal = await Should.ThrowAsync<ValidationException>(Proposed(proposal));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe([field]);
    }

    [Theory]
    [InlineData(InformationCategory.RiskSignals, CaseRole.Volunteer, "agreement-recipient-not-possible")]
    [InlineData(InformationCategory.PlanGoals, CaseRole.Professional, "agreement-recipient-not-possible")]
    [InlineData(InformationCategory.WellBeing, CaseRole.Client, "agreement-recipient-not-possible")]
    [InlineData(InformationCategory.RiskSignals, CaseRole.Coordinator, "agreement-coordinator-not-a-party")]
    [InlineData(InformationCategory.Other, CaseRole.Professional, "NotEmptyValidator")]
    public async Task ProposeAgreement_CategoryThatCannotBe_IsRefused(InformationCategory category, CaseRole recipient, string code)
    {
        var proposal = Proposal();
        proposal.Categories = [new() { Category = category, Recipients = [recipient] }];

        var refusal = await Should.ThrowAsync<ValidationException>(Proposed(proposal));

        refusal.Errors.Select(e => e.ErrorCode).ShouldBe([code]);
    }

    [Fact]
    public async Task ProposeAgreement_DirectionThatContradictsTheRecipients_IsRefused()
    {
        var proposal = Proposal();
        proposal.Categories[0].Direction = SharingDirection.ProfessionalToVolunteer;

        var refusal = await Should.ThrowAsync<ValidationException>(Proposed(proposal));

        refusal.Errors.Single().ErrorCode.ShouldBe("agreement-direction-contradicts");
    }

    [Fact]
    public async Task ProposeAgreement_WithoutVolunteer_IsRefused()
    {
        var unpaired = await Given(A.Case());

        await RefusedAs("agreement-no-volunteer", As(unpaired.Officer).SendAsync(new ProposeAgreementCommand(unpaired.Id, Proposal())));
    }

    [Fact]
    public async Task ProposeAgreement_Filled_AsksTheOthersToSign()
    {
        var id = await Proposed();

        (await Stored(id)).Status.ShouldBe(AgreementStatus.Proposed);
        (await Timeline()).ShouldContain(TimelineKind.AgreementProposed);
        (await UnreadBy(NoticeKind.AgreementToSign)).ShouldBe([Case.Client!.Id, Case.Volunteer.Account.Id], ignoreOrder: true);
        (await OpenTask(Case, HumanTaskKind.Agreement)).Title.ShouldBe("Afspraken maken");
    }

    [Fact]
    public async Task ProposeAgreement_WhileAnotherWaits_TakesItsPlace()
    {
        var first = await Proposed();

        await Proposed();

        (await Stored(first)).Status.ShouldBe(AgreementStatus.Replaced);
        (await UnreadBy(NoticeKind.AgreementToSign)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task ProposeAgreement_OnTheTaskPageAsItOpens_NeedsNoTyping()
    {
        var task = await OpenTask(Case, HumanTaskKind.Agreement);
        var browser = await As(Case.Officer).BrowseAsync();
        var page = await browser.OpenAsync($"/taken/{task.Id}");

        var shown = await browser.SubmitAsync(page, new() { ["NeverShared"] = "Wat Rachid over zijn kinderen vertelt." });

        shown.Status.ShouldBe(HttpStatusCode.OK);
        shown.Url.AbsolutePath.ShouldStartWith("/afspraken/");
        var agreement = await Read(db => db.Agreements.AsNoTracking().SingleAsync(Cancel));
        agreement.Covers(InformationCategory.RiskSignals, CaseRole.Professional).ShouldBeTrue();
        agreement.Covers(InformationCategory.WellBeing, CaseRole.Professional).ShouldBeFalse();
    }

    [Fact]
    public async Task ProposeAgreement_HalfFilledOnThePage_ComesBackAsItWasSent()
    {
        var browser = await As(Case.Officer).BrowseAsync();
        var page = await browser.OpenAsync($"/trajecten/{Case.Id}/afspraken/nieuw");

        var again = await browser.SubmitAsync(page, new() { ["Purpose"] = "", ["Categories[3].Recipients"] = "Professional" });

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.FieldsInError.ShouldBe(["Purpose"]);
        again.Find("[name='Categories[3].Recipients'][value='Professional']")!.HasAttribute("checked").ShouldBeTrue();
    }

    [Fact]
    public async Task ProposeAgreement_ThroughTheApi_AnswersWhereItIs()
    {
        var api = await As(Case.Officer).ApiAsync();

        var answer = await api.PostAsync($"/api/v1/cases/{Case.Id}/agreements", new
        {
            purpose = "Samen.",
            discussFirst = "Eerst met de cliënt.",
            validFrom = "2026-11-24",
            validUntil = "2027-11-24",
            categories = new[] { new { category = "RiskSignals", direction = "VolunteerToProfessional", recipients = Professional } },
        });

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var shown = await (await api.GetAsync(answer.Headers.Location, Cancel)).JsonAsync();
        ((string?)shown["standing"]).ShouldBe("Proposed");
        var list = await (await api.GetAsync(new Uri($"/api/v1/cases/{Case.Id}/agreements", UriKind.Relative), Cancel)).JsonAsync();
        ((int)list["total"]!).ShouldBe(1);
    }
}
