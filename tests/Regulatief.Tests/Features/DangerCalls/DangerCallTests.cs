using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Tests.Features.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.DangerCalls;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.DangerCalls;

/// <summary>A volunteer passes on acute danger, and nobody may have looked.</summary>
public sealed class DangerCallTests(SqliteHost host) : SignalTest(host)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task DangerCall_PassedOn_CallsTheProfessionalAndTheirCover()
    {
        var cover = await CoveredAsync();

        await Share(exception: AcuteDanger);

        (await CalledAsync()).ShouldBe([Case.Officer.Id, cover.Id], ignoreOrder: true);
        (await Read(db => db.Notices.AnyAsync(n => n.Kind == NoticeKind.SignalShared, Cancel))).ShouldBeFalse();
        (await OpenTask(Case, HumanTaskKind.RiskSignal)).DueOn.ShouldBe(Clock.Today());
    }

    [Fact]
    public async Task DangerCall_OnASaturday_IsDueThatDay()
    {
        Clock.Advance(TimeSpan.FromDays(4));

        await Share(exception: AcuteDanger);

        (await OpenTask(Case, HumanTaskKind.RiskSignal)).DueOn.ShouldBe(new DateOnly(2026, 11, 28));
    }

    [Theory]
    [InlineData(SharingGround.LegalDuty)]
    [InlineData(null)]
    public async Task DangerCall_OtherGround_CallsNobody(SharingGround? ground)
    {
        await Agree();
        await Discuss(CaseRole.Professional);

        await Share(exception: ground is { } exception ? new SharingException(exception, "De plicht.") : null);

        (await Read(db => db.DangerCalls.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task DangerCall_NobodyAnswers_GoesUpTheLineByTheHourAndStaysThere()
    {
        var manager = await Given(A.Account(AccountRole.Manager));
        await Share(exception: AcuteDanger);

        await Host.PassAsync(Hour - TimeSpan.FromSeconds(1));
        (await CalledAsync()).ShouldBe([Case.Officer.Id]);
        await Host.PassAsync(TimeSpan.FromSeconds(1));
        (await CalledAsync()).ShouldBe([Case.Officer.Id, Case.Coordinator.Id], ignoreOrder: true);
        await Host.PassAsync(Hour);
        (await CalledAsync()).ShouldBe([Case.Officer.Id, Case.Coordinator.Id, manager.Id], ignoreOrder: true);
        await Host.PassAsync(Hour);
        (await CalledAsync()).ShouldBe([Case.Officer.Id, Case.Coordinator.Id, manager.Id], ignoreOrder: true);
        (await Read(db => db.Notices.CountAsync(n => n.Kind == NoticeKind.AcuteDanger && n.AccountId == Case.Officer.Id, Cancel))).ShouldBe(4);
    }

    [Fact]
    public async Task DangerCall_AtNightInAPausedCase_IsCalledOutAllTheSame()
    {
        await As(Case.Officer).SendAsync(new PauseCaseCommand(Case.Id, "Opname."));
        Clock.Advance(TimeSpan.FromHours(15));
        await Share(exception: AcuteDanger);

        await Host.PassAsync(Hour);

        (await CalledAsync()).ShouldContain(Case.Coordinator.Id);
    }

    [Fact]
    public async Task DangerCall_ToSomebodyWhoCannotLogIn_CallsTheNextAtOnce()
    {
        await Read(db => db.Accounts.Where(a => a.Id == Case.Officer.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false), Cancel));

        await Share(exception: AcuteDanger);

        (await CalledAsync()).ShouldBe([Case.Coordinator.Id]);
    }

    [Fact]
    public async Task DangerCall_ForWhoKnowsTheClient_DoesNotExist()
    {
        var manager = await Given(A.Account(AccountRole.Manager));
        await As(PrivacyOfficer).SendAsync(new GiveCaseAccessCommand(Case.Id, CaseAccessKind.Exclusion, manager.Id, null, "Familie."));
        await Share(exception: AcuteDanger);

        await Host.PassAsync(Hour);
        await Host.PassAsync(Hour);

        (await CalledAsync()).ShouldNotContain(manager.Id);
    }

    [Fact]
    public async Task AcknowledgeDangerCall_ByTheProfessional_EndsItTellsTheOthersAndTakesTheSignalUp()
    {
        await Share(exception: AcuteDanger);
        await Host.PassAsync(Hour);
        var at = Clock.GetUtcNow();

        await Officer.SendAsync(new AcknowledgeDangerCallCommand(await CallAsync()));

        (await CalledAsync()).ShouldBeEmpty();
        (await Read(db => db.DueWork.AnyAsync(w => w.Kind == DueWorkKind.DangerCall, Cancel))).ShouldBeFalse();
        (await UnreadAsync(NoticeKind.DangerPickedUp)).ShouldBe([Case.Coordinator.Id]);
        (await UnreadAsync(NoticeKind.SignalPickedUp)).ShouldBe([Case.Volunteer.Account.Id]);
        var signal = await Read(db => db.RiskSignals.SingleAsync(s => s.Id == Signal, Cancel));
        (signal.Status, signal.AcknowledgedById, signal.AcknowledgedAt).ShouldBe((RiskSignalStatus.Acknowledged, Case.Officer.Id, at));
    }

    [Fact]
    public async Task AcknowledgeDangerCall_BySomebodyUpTheLine_LeavesTheSignalToItsProfessional()
    {
        await Share(exception: AcuteDanger);
        await Host.PassAsync(Hour);

        await Coordinator.SendAsync(new AcknowledgeDangerCallCommand(await CallAsync()));

        (await Read(db => db.RiskSignals.Select(s => s.Status).SingleAsync(Cancel))).ShouldBe(RiskSignalStatus.Shared);
        (await Should.ThrowAsync<ConcurrencyConflictException>(Officer.SendAsync(new AcknowledgeDangerCallCommand(await CallAsync())))).DoneBy.ShouldBe(Case.Coordinator.Id);
    }

    [Fact]
    public async Task AcknowledgeRiskSignal_OfAcuteDanger_EndsTheCallToo()
    {
        await Share(exception: AcuteDanger);

        await Officer.SendAsync(new AcknowledgeRiskSignalCommand(Signal));

        (await Read(db => db.DangerCalls.Select(c => c.AcknowledgedById).SingleAsync(Cancel))).ShouldBe(Case.Officer.Id);
    }

    [Fact]
    public async Task AcknowledgeDangerCall_NotCalledYet_IsNotFound()
    {
        await Share(exception: AcuteDanger);

        await Should.ThrowAsync<NotFoundException>(Coordinator.SendAsync(new AcknowledgeDangerCallCommand(await CallAsync())));
        await Should.ThrowAsync<NotFoundException>(Volunteer.SendAsync(new AcknowledgeDangerCallCommand(await CallAsync())));
    }

    [Fact]
    public async Task ShowDangerCall_UpTheLine_TellsThatThereIsDangerAndNotWhatWasSeen()
    {
        await Share(exception: AcuteDanger);
        await Host.PassAsync(Hour);

        var page = (await Coordinator.SendAsync(new ShowDangerCallQuery(await CallAsync())));

        (page.SignalId, page.AcknowledgedBy).ShouldBe((null, null));
        page.Called.Select(c => c.Name).ShouldBe([Case.Officer.DisplayName, Case.Coordinator.DisplayName]);
        (await (await Coordinator.BrowseAsync()).OpenAsync($"/acuut/{page.Id}")).Text.ShouldNotContain("dinsdagavond");
    }

    [Fact]
    public async Task DangerCall_OnItsOwnPage_AsksOnce()
    {
        await Share(exception: AcuteDanger);

        var page = await (await Officer.BrowseAsync()).OpenAsync($"/acuut/{await CallAsync()}");

        page.Document.QuerySelectorAll("form[action$='/oppakken']").Length.ShouldBe(1);
    }

    [Fact]
    public async Task DangerCall_OnThePages_StandsOnTopUntilSomebodyPressesTheButton()
    {
        await Share(exception: AcuteDanger);
        var browser = await Officer.BrowseAsync();

        var page = await browser.OpenAsync("/");
        page.Text.ShouldContain($"Acuut gevaar in traject {Case.Number}. Reageer vóór 10:00");
        page = await browser.SubmitAsync(page, form: "form[action$='/oppakken']");

        page.Text.ShouldContain($"{Case.Officer.DisplayName} pakt dit op");
        page.Text.ShouldNotContain("Reageer vóór");
        (await (await Volunteer.BrowseAsync()).OpenAsync($"/signalen/{Signal}")).Text.ShouldContain($"Acuut gevaar: {Case.Officer.DisplayName} pakt dit op");
    }

    [Fact]
    public async Task DangerCallList_ThroughTheApi_NamesWhatIsOpenAndTakesAnAnswer()
    {
        await Share(exception: AcuteDanger);
        var api = await Officer.ApiAsync();

        var open = (await (await api.GetAsync("/api/v1/danger-calls", Cancel)).JsonAsync()).AsArray().Single()!;
        ((int)open["caseNumber"]!).ShouldBe(Case.Number);
        (await api.PostAsync($"/api/v1/danger-calls/{open["id"]}/acknowledge", new { })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await Officer.SendAsync(new DangerCallListQuery())).ShouldBeEmpty();
    }

    private async Task<Account> CoveredAsync()
    {
        var colleague = await Given(A.ProbationOfficer());
        await Officer.SendAsync(new NameCoverCommand(null, colleague.Id, Clock.Today(), Clock.Today().AddDays(2)));
        return colleague;
    }

    private Task<Guid> CallAsync() => Read(db => db.DangerCalls.Select(c => c.Id).SingleAsync(Cancel));

    /// <summary>In whose worklist it stands.</summary>
    private Task<List<Guid>> CalledAsync() => UnreadAsync(NoticeKind.AcuteDanger);

    private Task<List<Guid>> UnreadAsync(NoticeKind kind) =>
        Read(db => db.Notices.Where(n => n.Kind == kind && n.ReadAt == null).Select(n => n.AccountId).ToListAsync(Cancel));
}
