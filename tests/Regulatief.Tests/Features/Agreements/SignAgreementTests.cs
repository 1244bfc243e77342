using System.Net;
using FluentValidation;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;

namespace Regulatief.Tests.Features.Agreements;

public sealed class SignAgreementTests(SqliteHost host) : AgreementTest(host)
{
    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Client)]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.PrivacyOfficer)]
    public async Task SignAgreement_Stranger_IsNotFound(AccountRole role)
    {
        var agreement = await Proposed();
        var stranger = await Given(A.Account(role));

        await Should.ThrowAsync<NotFoundException>(Sign(agreement, stranger));
    }

    [Fact]
    public async Task SignAgreement_CoordinatorWhoIsNoParty_IsRefused()
    {
        var agreement = await Proposed();

        await RefusedAs("agreement-not-a-party", Sign(agreement, Case.Coordinator));
    }

    [Fact]
    public async Task SignAgreement_OnTheDeviceWithoutTheClientsWordsOrConfirmation_IsRefusedAtBoth()
    {
        var agreement = await Proposed();

        var refusal = await Should.ThrowAsync<ValidationException>(As(Case.Officer).SendAsync(new SignAgreementCommand(agreement, ForClient: true)));

        refusal.Errors.Select(e => e.ErrorCode).ShouldBe(["agreement-own-words-missing", "agreement-client-confirms"]);
    }

    [Fact]
    public async Task SignAgreement_VolunteerForTheClient_IsRefused()
    {
        var agreement = await Proposed();

        await RefusedAs("agreement-device-is-the-professionals", As(Case.Volunteer.Account).SendAsync(
            new SignAgreementCommand(agreement, ForClient: true, "Hij praat eerst met mij.", ClientConfirms: true)));
    }

    [Fact]
    public async Task SignAgreement_Twice_IsRefused()
    {
        var agreement = await Proposed();
        await Sign(agreement, Case.Client!);

        await RefusedAs("agreement-already-signed", Sign(agreement, Case.Client!));
    }

    [Fact]
    public async Task SignAgreement_WithdrawnProposal_IsRefused()
    {
        var agreement = await Proposed();
        await As(Case.Officer).SendAsync(new WithdrawAgreementCommand(agreement, "Er ontbreekt iets."));

        await RefusedAs("agreement-ended", Sign(agreement, Case.Client!));
    }

    [Fact]
    public async Task SignAgreement_AfterItsLastDay_IsRefused()
    {
        var agreement = await Proposed();
        Clock.Advance(TimeSpan.FromDays(366));

        await RefusedAs("agreement-expired", Sign(agreement, Case.Client!));
    }

    [Fact]
    public async Task SignAgreement_First_TellsWhoIsStillToSign()
    {
        var agreement = await Proposed();

        var result = await Sign(agreement, Case.Client!);

        result.StillToSign.ShouldBe([CaseRole.Volunteer, CaseRole.Professional]);
        result.Standing.ShouldBe(AgreementStanding.Proposed);
        (await UnreadBy(NoticeKind.AgreementToSign)).ShouldBe([Case.Volunteer.Account.Id]);
        (await ForceOf(agreement)).ShouldBe(AgreementForce.NotSigned);
        (await OpenTasks()).ShouldBe(["Afspraken maken"]);
    }

    [Fact]
    public async Task SignAgreement_Last_PutsItInForceAndMovesTheCycle()
    {
        var agreement = await SignedByAll();

        (await ForceOf(agreement)).ShouldBe(AgreementForce.InForce);
        (await OpenTasks()).ShouldBe(["Samen aan de slag"]);
        (await Timeline()).Count(kind => kind == TimelineKind.AgreementSigned).ShouldBe(3);
        (await Timeline()).ShouldContain(TimelineKind.AgreementInForce);
        (await UnreadBy(NoticeKind.AgreementToSign)).ShouldBeEmpty();
    }

    [Fact]
    public async Task SignAgreement_SameKeyTwice_IsSignedOnce()
    {
        var agreement = await Proposed();
        await Sign(agreement, Case.Client!, "sleutel");

        var again = await Sign(agreement, Case.Client!, "sleutel");

        again.StillToSign.ShouldBe([CaseRole.Volunteer, CaseRole.Professional]);
        (await Stored(agreement)).Signatures.Count.ShouldBe(1);
    }

    [Fact]
    public async Task SignAgreement_ClientOnTheDevice_KeepsTheirWordsAndWhoRecordedThem()
    {
        var agreement = await Proposed();

        await As(Case.Officer).SendAsync(new SignAgreementCommand(agreement, ForClient: true, "Hij praat eerst met mij.", ClientConfirms: true));

        var signature = (await Stored(agreement)).Signatures.Single();
        (signature.Party, signature.Manner, signature.RecordedById, signature.InOwnWords)
            .ShouldBe((CaseRole.Client, SigningManner.ProfessionalsDevice, Case.Officer.Id, "Hij praat eerst met mij."));
        (await UnreadBy(NoticeKind.AgreementToSign)).ShouldBe([Case.Volunteer.Account.Id]);
    }

    [Fact]
    public async Task SignAgreement_CoveringColleague_SignsForTheAbsentProfessional()
    {
        var agreement = await Proposed();
        var colleague = await Given(A.ProbationOfficer());
        await Host.WriteAsync(db => db.Covers.Add(new Cover { AbsentId = Case.Officer.Id, CoveredById = colleague.Id, Role = AccountRole.ProbationOfficer, From = Today, Until = Today }));
        var browser = await As(colleague).BrowseAsync();

        await browser.SubmitAsync(await browser.OpenAsync($"/afspraken/{agreement}"), form: "form[action$='/tekenen']");

        var signature = (await Stored(agreement)).Signatures.Single();
        (signature.PersonId, signature.Manner, signature.RecordedById).ShouldBe((Case.Officer.Id, SigningManner.CoveringColleague, colleague.Id));
    }

    [Fact]
    public async Task SignAgreement_CoordinatorAsParty_IsWantedToo()
    {
        var proposal = Proposal();
        proposal.NamesCoordinator = true;
        var agreement = await SignedByAll(proposal);
        (await OpenTasks()).ShouldBe(["Afspraken maken"]);

        await Sign(agreement, Case.Coordinator);

        (await OpenTasks()).ShouldBe(["Samen aan de slag"]);
    }

    [Fact]
    public async Task SignAgreement_Newer_ReplacesTheOlder()
    {
        var older = await SignedByAll();

        var newer = await SignedByAll();

        (await Stored(older)).Status.ShouldBe(AgreementStatus.Replaced);
        (await ForceOf(newer)).ShouldBe(AgreementForce.InForce);
    }

    [Fact]
    public async Task SignAgreement_NewerFromALaterDay_LeavesNoGap()
    {
        var older = await SignedByAll();
        var proposal = Proposal();
        proposal.ValidFrom = Today.AddDays(7);
        var newer = await SignedByAll(proposal);
        (await ForceOf(older)).ShouldBe(AgreementForce.InForce);

        Clock.Advance(TimeSpan.FromDays(7));

        (await ForceOf(older)).ShouldBe(AgreementForce.Expired);
        (await ForceOf(newer)).ShouldBe(AgreementForce.InForce);
    }

    [Fact]
    public async Task SignAgreement_Successor_LiftsTheSuspensionOfTheirPart()
    {
        var agreement = await SignedByAll();
        var successor = await Succeeded();
        (await ForceOf(agreement)).ShouldBe(AgreementForce.Suspended);

        var result = await Sign(agreement, successor.Account);

        result.Standing.ShouldBe(AgreementStanding.InForce);
        (await ForceOf(agreement)).ShouldBe(AgreementForce.InForce);
    }

    [Fact]
    public async Task SignAgreement_VolunteerLeftBeforeTheOthersSigned_WaitsForTheSuccessor()
    {
        var agreement = await Proposed();
        await Sign(agreement, Case.Volunteer.Account);
        var successor = await Succeeded();
        await Sign(agreement, Case.Client!);

        var result = await Sign(agreement, Case.Officer);

        result.StillToSign.ShouldBe([CaseRole.Volunteer]);
        (await OpenTasks()).ShouldBe(["Afspraken maken"]);
        await Sign(agreement, successor.Account);
        (await OpenTasks()).ShouldBe(["Samen aan de slag"]);
    }

    [Fact]
    public async Task SignAgreement_ThroughTheApiWithoutABody_IsSigned()
    {
        var agreement = await Proposed();
        var api = await As(Case.Client!).ApiAsync();

        var answer = await api.PostAsync(new Uri($"/api/v1/agreements/{agreement}/sign", UriKind.Relative), null, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync())["stillToSign"]!.AsArray().Select(party => (string?)party).ShouldBe(["Volunteer", "Professional"]);
    }

    [Fact]
    public async Task SignAgreement_ClientOnThePlainPage_SignsInTheirOwnWords()
    {
        var agreement = await Proposed();
        var browser = await As(Case.Client!).BrowseAsync();
        var page = await browser.OpenAsync($"/afspraken/{agreement}");

        var signed = await browser.SubmitAsync(page, new() { ["InOwnWords"] = "Eerst met mij praten." });

        signed.Status.ShouldBe(HttpStatusCode.OK);
        signed.Find("form[action$='/tekenen']").ShouldBeNull();
        (await Stored(agreement)).Signatures.Single().InOwnWords.ShouldBe("Eerst met mij praten.");
    }
}
