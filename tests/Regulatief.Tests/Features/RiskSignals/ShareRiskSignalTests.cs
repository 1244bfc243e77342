using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.RiskSignals;

public sealed class ShareRiskSignalTests(SqliteHost host) : SignalTest(host)
{
    [Fact]
    public async Task ShareRiskSignal_WithoutPermission_IsForbidden()
    {
        var manager = await (await As(await Given(A.Account(AccountRole.Manager))).ApiAsync()).PostAsync($"/api/v1/risk-signals/{Signal}/share", new { recipient = "Professional" });
        var client = await (await As(Case.Client!).ApiAsync()).PostAsync($"/api/v1/risk-signals/{Signal}/share", new { recipient = "Professional" });

        manager.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        client.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task ShareRiskSignal_CaseOfAnotherProject_IsNotFound()
    {
        var elsewhere = await Given(A.Case().Paired());

        await Should.ThrowAsync<NotFoundException>(
            As(elsewhere.Volunteer.Account).SendAsync(new ShareRiskSignalCommand(Signal, CaseRole.Professional, null)));
    }

    [Fact]
    public async Task ShareRiskSignal_ByTheOfficerBeforeSharing_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Officer.SendAsync(new ShareRiskSignalCommand(Signal, CaseRole.Coordinator, AcuteDanger)));

    [Fact]
    public async Task ShareRiskSignal_ToTheClient_IsRefused() => await Refused("sharing-no-such-recipient", Share(CaseRole.Client));

    [Fact]
    public async Task ShareRiskSignal_NoAgreement_IsRefusedAndSaysWhatIsMissing()
    {
        await Discuss(CaseRole.Professional);

        await Refused("sharing-no-agreement", Share());

        (await Read(db => db.Disclosures.AnyAsync(Cancel))).ShouldBeFalse();
        var refusal = await Read(db => db.AuditEntries.SingleAsync(e => e.Kind == AuditKind.Refusal, Cancel));
        (refusal.Detail, refusal.SubjectId, refusal.CaseId).ShouldBe(("sharing-no-agreement", Signal.Value, Case.Id));
    }

    [Fact]
    public async Task ShareRiskSignal_AgreementWithdrawnYesterday_IsRefused()
    {
        var agreement = await Agree();
        await Discuss(CaseRole.Professional);
        await As(Case.Client!).SendAsync(new WithdrawAgreementCommand(agreement, "Ik wil dit niet meer."));
        Clock.Advance(TimeSpan.FromDays(1));

        await Refused("sharing-no-agreement", Share());
    }

    [Fact]
    public async Task ShareRiskSignal_AgreementExpired_IsRefused()
    {
        await Agree();
        await Discuss(CaseRole.Professional);
        Clock.Advance(TimeSpan.FromDays(366));

        await Refused("sharing-agreement-expired", Share());
    }

    [Fact]
    public async Task ShareRiskSignal_CaseClosed_IsForDangerAndTheLawAlone()
    {
        await Agree();
        await Discuss(CaseRole.Professional);
        await Read(db => db.Cases.Where(c => c.Id == Case.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, Clock.GetUtcNow()).SetProperty(c => c.Phase, CasePhase.Closed), Cancel));

        await Refused("sharing-case-closed", Share());
        (await (await Volunteer.BrowseAsync()).OpenAsync($"/signalen/{Signal}")).Text.ShouldContain("Het traject is gesloten");
        (await Volunteer.SendAsync(new ShareRiskSignalCommand(Signal, CaseRole.Professional, AcuteDanger))).Ground.ShouldBe(SharingGround.AcuteDanger);
    }

    [Fact]
    public async Task ShareRiskSignal_ProfessionalReplacedAndNotSigned_IsRefused()
    {
        await Agree();
        await Discuss(CaseRole.Professional);
        var successor = await Given(A.ProbationOfficer());
        await Host.WriteAsync(db => db.Cases.Single(c => c.Id == Case.Id).ProfessionalId = successor.Id);

        await Refused("sharing-agreement-suspended", Share());
    }

    [Fact]
    public async Task ShareRiskSignal_RecipientNotInTheAgreement_IsRefused()
    {
        await Agree();
        await Discuss(CaseRole.Coordinator);

        await Refused("sharing-not-covered", Share(CaseRole.Coordinator));
    }

    [Fact]
    public async Task ShareRiskSignal_NotYetDiscussedWithClient_IsRefused()
    {
        await Agree();

        await Refused("sharing-not-discussed", Share());
    }

    [Fact]
    public async Task ShareRiskSignal_ClientNotToldThatItGoesOn_IsRefused()
    {
        await Agree();
        await Discuss();

        await Refused("sharing-client-not-told", Share());
    }

    [Fact]
    public async Task ShareRiskSignal_ClientToldOfAnotherRecipient_IsRefused()
    {
        await Agree(CaseRole.Coordinator);
        await Discuss(CaseRole.Coordinator);

        await Refused("sharing-client-not-told", Share());
    }

    [Fact]
    public async Task ShareRiskSignal_SharedWithThatRoleAlready_IsRefused()
    {
        await Shared();

        await Refused("signal-already-shared", Share());
    }

    [Fact]
    public async Task ShareRiskSignal_AgreedAndDiscussed_ReachesTheOfficerOnce()
    {
        await Agree();
        await Discuss(CaseRole.Professional);

        var result = await Share();

        result.ShouldBe(new ShareRiskSignalResult(Signal, SharingGround.AgreementAndDiscussed));
        var task = await OpenTask(Case, HumanTaskKind.RiskSignal);
        (task.Role, task.SubjectId).ShouldBe((AccountRole.ProbationOfficer, Signal.Value));
        (await Officer.SendAsync(new RiskSignalForRecipientQuery(Signal))).Signal.Observation.ShouldBe("Hij dronk weer, dinsdagavond.");
        (await Read(db => db.Notices.CountAsync(n => n.Kind == NoticeKind.SignalShared && n.AccountId == Case.Officer.Id, Cancel))).ShouldBe(1);
        (await Read(db => db.Disclosures.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task ShareRiskSignal_AgreedAndDiscussed_StaysHiddenFromTheCoordinator()
    {
        await Shared();

        await Should.ThrowAsync<NotFoundException>(Coordinator.SendAsync(new RiskSignalForRecipientQuery(Signal)));
    }

    [Fact]
    public async Task ShareRiskSignal_AgreementWithdrawnAfterwards_StaysVisibleToTheOfficer()
    {
        var agreement = await Agree();
        await Discuss(CaseRole.Professional);
        await Share();

        await As(Case.Client!).SendAsync(new WithdrawAgreementCommand(agreement, "Ik wil dit niet meer."));

        (await Officer.SendAsync(new RiskSignalForRecipientQuery(Signal))).Signal.Id.ShouldBe(Signal);
    }

    [Fact]
    public async Task ShareRiskSignal_TwiceAttemptedAndConfirmed_IsSharedOnThatGround()
    {
        await Agree();
        await Attempt();
        Clock.Advance(TimeSpan.FromDays(1));
        await Attempt(askCoordinator: true, on: 25);
        await Coordinator.SendAsync(new ConfirmUnreachableCommand(Signal));

        (await Share()).Ground.ShouldBe(SharingGround.AgreementAndUnreachable);

        (await As(Case.Client!).SendAsync(new RiskSignalForClientQuery(Signal))).SharedWith.Single().Ground.ShouldBe(SharingGround.AgreementAndUnreachable);
    }

    [Fact]
    public async Task ShareRiskSignal_ReachedAfterAllAndNotTold_IsRefused()
    {
        await Agree();
        await Attempt();
        Clock.Advance(TimeSpan.FromDays(1));
        await Attempt(askCoordinator: true, on: 25);
        await Coordinator.SendAsync(new ConfirmUnreachableCommand(Signal));

        await Volunteer.SendAsync(new DiscussRiskSignalCommand(
            Signal, new DateOnly(2026, 11, 25), new TimeOnly(8, 30), DiscussionManner.ByPhone, [], null, "Ik was mijn telefoon kwijt."));

        await Refused("sharing-client-not-told", Share());
    }

    [Fact]
    public async Task ShareRiskSignal_SentTwiceWithOneKey_IsSharedOnce()
    {
        await Agree();
        await Discuss(CaseRole.Professional);

        var first = await Share(key: "eenmaal");
        var second = await Share(key: "eenmaal");

        second.ShouldBe(first);
        (await Read(db => db.Disclosures.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task ShareRiskSignal_OfficerOnTheOrdinaryGround_IsRefused()
    {
        await Shared();

        await Refused("sharing-is-the-volunteers", Officer.SendAsync(new ShareRiskSignalCommand(Signal, CaseRole.Coordinator, null)));
    }

    [Fact]
    public async Task ShareRiskSignal_OfficerUnderAcuteDangerAfterSharing_ReachesTheCoordinator()
    {
        await Shared();

        await Officer.SendAsync(new ShareRiskSignalCommand(Signal, CaseRole.Coordinator, AcuteDanger));

        (await Coordinator.SendAsync(new RiskSignalForRecipientQuery(Signal))).Signal.Id.ShouldBe(Signal);
        (await OpenTask(Case, HumanTaskKind.ExceptionReview)).Role.ShouldBe(AccountRole.PrivacyOfficer);
    }

    [Fact]
    public async Task ShareRiskSignal_AcuteDanger_IsSharedAndOpensAReview()
    {
        var result = await Share(exception: AcuteDanger);

        result.Ground.ShouldBe(SharingGround.AcuteDanger);
        (await OpenTask(Case, HumanTaskKind.ExceptionReview)).DueOn.ShouldBe(new DateOnly(2026, 12, 1));
        var told = await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.ExceptionInvoked).Select(n => n.AccountId).ToListAsync(Cancel));
        told.ShouldBe([Case.Coordinator.Id, PrivacyOfficer.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task ShareRiskSignal_AcuteDanger_IsHiddenFromTheClientUntilReleased()
    {
        await Share(exception: AcuteDanger);

        await Should.ThrowAsync<NotFoundException>(As(Case.Client!).SendAsync(new RiskSignalForClientQuery(Signal)));
    }

    [Fact]
    public async Task ShareRiskSignal_ServerStopsBeforeTheNudge_OfficerIsRemindedByTheNextSweep()
    {
        await Shared();

        await Host.PassAsync(TimeSpan.FromDays(1));

        (await Read(db => db.Notices.CountAsync(n => n.Kind == NoticeKind.TaskReminder && n.AccountId == Case.Officer.Id, Cancel))).ShouldBe(1);
    }

    private Task<RiskSignalId> Attempt(bool askCoordinator = false, int on = 24) =>
        Volunteer.SendAsync(new RecordFailedAttemptCommand(Signal, new DateOnly(2026, 11, on), DiscussionManner.ByPhone, askCoordinator));

    private static async Task Refused<T>(string code, Task<T> sharing) => (await Should.ThrowAsync<CaseRuleException>(sharing)).Code.ShouldBe(code);
}
