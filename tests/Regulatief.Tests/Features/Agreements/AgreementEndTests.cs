using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.Agreements;

/// <summary>Agreements that all signed come to their last day: a Saturday, eight and a half weeks ahead.</summary>
public sealed class AgreementEndTests(SqliteHost host) : AgreementTest(host)
{
    private static readonly DateOnly LastDay = new(2027, 1, 23);
    private static readonly DateTimeOffset SixWeeks = LegalTime.At(new(2026, 12, 14), new(8, 0));
    private static readonly DateTimeOffset TwoWeeks = LegalTime.At(new(2027, 1, 11), new(8, 0));
    private static readonly DateTimeOffset Ended = LegalTime.At(new(2027, 1, 24), TimeOnly.MinValue);

    private Guid[] Parties => [Case.Officer.Id, Case.Volunteer.Account.Id, Case.Client!.Id];

    [Fact]
    public async Task AgreementEnd_OnWorkingDaysAheadAndWhenItIsOver_TellsEveryPartyOnce()
    {
        await Ending();

        await UntilAsync(SixWeeks.AddSeconds(-1));
        (await UnreadBy(NoticeKind.AgreementEnding)).ShouldBeEmpty();
        await UntilAsync(SixWeeks);
        (await UnreadBy(NoticeKind.AgreementEnding)).ShouldBe(Parties, ignoreOrder: true);
        await UntilAsync(TwoWeeks);
        (await UnreadBy(NoticeKind.AgreementEnding)).ShouldBe(Parties, ignoreOrder: true);
        (await Read(db => db.Notices.CountAsync(n => n.Kind == NoticeKind.AgreementEnding, Cancel))).ShouldBe(6);
        await UntilAsync(Ended);
        (await UnreadBy(NoticeKind.AgreementEnding)).ShouldBeEmpty();
        (await UnreadBy(NoticeKind.AgreementEnded)).ShouldBe(Parties, ignoreOrder: true);
        (await Timeline()).Count(kind => kind == TimelineKind.AgreementEnded).ShouldBe(1);
        (await Promises()).ShouldBeEmpty();
    }

    [Fact]
    public async Task AgreementEnd_Nearing_HasTheProfessionalRenewItAtTheNextMeeting()
    {
        var meeting = new DateOnly(2027, 1, 6);
        await Ending();
        await Read(db => db.Cases.Where(c => c.Id == Case.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.NextMeetingOn, meeting), Cancel));

        await UntilAsync(SixWeeks);
        await UntilAsync(TwoWeeks);

        var task = await OpenTask(Case, HumanTaskKind.Agreement);
        (task.Title, task.Role, task.DueOn).ShouldBe((AgreementRenewal.TaskTitle, AccountRole.ProbationOfficer, meeting));
    }

    [Fact]
    public async Task AgreementEnd_WithoutAMeetingAhead_IsRenewedBeforeItsLastDay()
    {
        await Ending();

        await UntilAsync(SixWeeks);

        (await OpenTask(Case, HumanTaskKind.Agreement)).DueOn.ShouldBe(LastDay);
    }

    [Fact]
    public async Task AgreementEnd_Renewed_MovesWhatWasPromisedAndEndsTheTask()
    {
        await Ending();
        await UntilAsync(SixWeeks);
        var newer = Proposal();
        (newer.ValidFrom, newer.ValidUntil) = (LastDay.AddDays(1), LastDay.AddYears(1));

        var renewed = await SignedByAll(newer);

        (await OpenTasks()).ShouldNotContain(AgreementRenewal.TaskTitle);
        (await UnreadBy(NoticeKind.AgreementEnding)).ShouldBeEmpty();
        (await Promises()).Select(p => p.SubjectId).Distinct().ShouldBe([renewed.Value]);
        (await Promises())[^1].DueAt.ShouldBe(LegalTime.EndOf(LastDay.AddYears(1)));
    }

    [Fact]
    public async Task AgreementEnd_TheRenewalWithdrawn_IsPromisedForTheOlderOneAgain()
    {
        var older = await Ending();
        var newer = Proposal();
        (newer.ValidFrom, newer.ValidUntil) = (Today.AddDays(21), Today.AddYears(1));
        var renewed = await SignedByAll(newer);

        await As(Case.Client!).SendAsync(new WithdrawAgreementCommand(renewed, "Toch niet."));

        (await Promises()).Select(p => (p.SubjectId, p.DueAt)).ShouldBe(
            [(older.Value, LegalTime.At(Today.AddDays(6), new(8, 0))), (older.Value, LegalTime.EndOf(Today.AddDays(20)))]);
    }

    [Fact]
    public async Task AgreementEnd_Withdrawn_IsNotToldAndNotRenewed()
    {
        var agreement = await Ending();
        await UntilAsync(SixWeeks);

        await As(Case.Client!).SendAsync(new WithdrawAgreementCommand(agreement, "Ik wil stoppen."));

        (await Promises()).ShouldBeEmpty();
        (await UnreadBy(NoticeKind.AgreementEnding)).ShouldBeEmpty();
        (await OpenTasks()).ShouldBe(["Samen aan de slag", "Nieuwe afspraken maken"], ignoreOrder: true);
        await UntilAsync(Ended);
        (await UnreadBy(NoticeKind.AgreementEnded)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AgreementEnd_InAPause_GoesOnWhileTheTermOfTheTaskStandsStill()
    {
        await Ending();
        await As(Case.Officer).SendAsync(new PauseCaseCommand(Case.Id, "Opname."));

        await UntilAsync(SixWeeks);

        (await UnreadBy(NoticeKind.AgreementEnding)).ShouldBe(Parties, ignoreOrder: true);
        var task = await OpenTask(Case, HumanTaskKind.Agreement);
        (await Read(db => db.DueWork.Where(w => w.SubjectId == task.Id.Value).AllAsync(w => w.SuspendedAt != null, Cancel))).ShouldBeTrue();
    }

    [Fact]
    public async Task AgreementEnd_RenewalRefused_KeepsTheTaskWithTheReason()
    {
        await Ending();
        await UntilAsync(SixWeeks);
        var newer = Proposal();
        var proposed = await Proposed(newer);

        await As(Case.Client!).SendAsync(new RefuseAgreementCommand(proposed, "Het gaat te veel over drank."));

        var task = await OpenTask(Case, HumanTaskKind.Agreement);
        (await (await As(Case.Officer).BrowseAsync()).OpenAsync($"/taken/{task.Id}")).Text.ShouldContain("Het gaat te veel over drank.");
    }

    [Fact]
    public async Task AgreementEnd_ASuccessorSignsTheSame_StillAsksToRenewIt()
    {
        var agreement = await Ending();
        await UntilAsync(SixWeeks);
        var successor = await Succeeded();

        await Sign(agreement, successor.Account);

        (await OpenTasks()).ShouldContain(AgreementRenewal.TaskTitle);
        (await Promises()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task AgreementEnd_TaskDoneByHand_AsksForNewOnes()
    {
        await Ending();
        await UntilAsync(SixWeeks);
        var task = await OpenTask(Case, HumanTaskKind.Agreement);

        await RefusedAs("agreement-signatures-missing", As(Case.Officer).SendAsync(new CompleteHumanTaskCommand(task.Id, "Agreed", [])));
    }

    [Fact]
    public async Task AgreementEnd_Over_IsSaidOnEveryPageThatDependsOnIt()
    {
        await Ending();
        var signal = await As(Case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(Case.Id, RiskSignalKind.PossibleRelapse, "Iets gezien.", SignalSeverity.Worrying, new(2026, 11, 23)));
        await As(Case.Volunteer.Account).SendAsync(new ShareRiskSignalCommand(signal, CaseRole.Professional, new SharingException(SharingGround.LegalDuty, "De plicht.")));
        await UntilAsync(Ended);

        foreach (var (account, url) in new[]
        {
            (Case.Officer, $"/trajecten/{Case.Id}"), (Case.Officer, $"/signalen/{signal}"), (Case.Volunteer.Account, $"/trajecten/{Case.Id}"),
            (Case.Volunteer.Account, $"/signalen/{signal}"), (Case.Volunteer.Account, $"/trajecten/{Case.Id}/signalen/nieuw"), (Case.Client!, "/mijn-traject"),
        })
            (await (await As(account).BrowseAsync()).OpenAsync(url)).Text.ShouldContain("op zaterdag 23 januari", Shouldly.Case.Sensitive, url);
    }

    [Fact]
    public async Task PromiseAgreementEnds_SignedBeforeItWasPromised_IsPromisedOnce()
    {
        var agreement = await Ending();
        var promised = (await Promises()).ConvertAll(p => (p.SubjectId, p.DueAt, p.Generation));
        await Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.AgreementEnd).ExecuteDeleteAsync(Cancel));

        await Host.SendAsync(Actor.System, new PromiseAgreementEndsCommand());
        await Host.SendAsync(Actor.System, new PromiseAgreementEndsCommand());

        promised.ShouldContain(p => p.SubjectId == agreement.Value);
        (await Promises()).ConvertAll(p => (p.SubjectId, p.DueAt, p.Generation)).ShouldBe(promised);
    }

    [Fact]
    public async Task PromiseAgreementEnds_OverWithdrawnOrOfAClosedCase_ArePromisedNothing()
    {
        var agreement = await Ending();
        await UntilAsync(Ended);
        await Host.SendAsync(Actor.System, new PromiseAgreementEndsCommand());
        (await Promises()).ShouldBeEmpty("what is over was told");

        await As(Case.Client!).SendAsync(new WithdrawAgreementCommand(agreement, "Toch niet."));
        Clock.AdjustTime(RegulatiefHost.Morning);
        await Host.SendAsync(Actor.System, new PromiseAgreementEndsCommand());
        (await Promises()).ShouldBeEmpty("what was withdrawn ended");
    }

    private Task<AgreementId> Ending()
    {
        var proposal = Proposal();
        proposal.ValidUntil = LastDay;
        return SignedByAll(proposal);
    }

    private Task<int> UntilAsync(DateTimeOffset instant) => Host.PassAsync(instant - Clock.GetUtcNow());

    private Task<List<DueWork>> Promises() =>
        Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.AgreementEnd).OrderBy(w => w.DueAt).AsNoTracking().ToListAsync(Cancel));
}
