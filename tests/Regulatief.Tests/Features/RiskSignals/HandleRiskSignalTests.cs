using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.RiskSignals;

public sealed class HandleRiskSignalTests(SqliteHost host) : SignalTest(host)
{
    [Fact]
    public async Task AcknowledgeRiskSignal_ColleagueWithoutCover_IsNotFound()
    {
        await Shared();

        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(new AcknowledgeRiskSignalCommand(Signal)));
    }

    [Fact]
    public async Task AcknowledgeRiskSignal_AgainByWhoOnlyLooksAlongNow_IsNotFound()
    {
        await Shared();
        await Officer.SendAsync(new AcknowledgeRiskSignalCommand(Signal), "gezien");
        var successor = await Given(A.ProbationOfficer());
        await Read(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.ProfessionalId, successor.Id), Cancel));
        await As(successor).SendAsync(new GiveCaseAccessCommand(Case.Id, CaseAccessKind.Share, Case.Officer.Id, Clock.Today().AddDays(14), "Voor intervisie."));

        await Should.ThrowAsync<NotFoundException>(Officer.SendAsync(new AcknowledgeRiskSignalCommand(Signal), "gezien"));
    }

    [Fact]
    public async Task AcknowledgeRiskSignal_ByTheVolunteer_IsRefused()
    {
        await Shared();

        (await Should.ThrowAsync<CaseRuleException>(Volunteer.SendAsync(new AcknowledgeRiskSignalCommand(Signal)))).Code.ShouldBe("signal-not-yours-to-handle");
    }

    [Fact]
    public async Task AssessRiskSignal_BeforeAcknowledging_IsRefused()
    {
        await Shared();

        (await Should.ThrowAsync<CaseRuleException>(Officer.SendAsync(new AssessRiskSignalCommand(Signal, "Ernstig.")))).Code.ShouldBe("signal-wrong-state");
    }

    [Fact]
    public async Task CloseRiskSignal_BeforeAssessing_IsRefused()
    {
        await Shared();
        await Officer.SendAsync(new AcknowledgeRiskSignalCommand(Signal));

        (await Should.ThrowAsync<CaseRuleException>(Officer.SendAsync(new CloseRiskSignalCommand(Signal, "Klaar.", "We hebben samen gepraat.")))).Code.ShouldBe("signal-wrong-state");
    }

    [Fact]
    public async Task CloseRiskSignal_Assessed_EndsTheTaskAndTellsTheTimeline()
    {
        await Shared();
        await Officer.SendAsync(new AcknowledgeRiskSignalCommand(Signal));
        await Officer.SendAsync(new AssessRiskSignalCommand(Signal, "Zorgelijk, geen direct gevaar."));

        await Officer.SendAsync(new CloseRiskSignalCommand(Signal, "Besproken in een gesprek met ons drieën.", "We hebben samen gepraat."));

        (await Read(db => db.HumanTasks.AnyAsync(t => t.Kind == HumanTaskKind.RiskSignal && t.Status == HumanTaskStatus.Open, Cancel))).ShouldBeFalse();
        var told = await Read(db => db.Timeline.SingleAsync(e => e.Kind == TimelineKind.SignalClosed, Cancel));
        (told.SubjectId, told.Note).ShouldBe((Signal.Value, null));
    }

    [Fact]
    public async Task CloseRiskSignal_OnThePages_GoesFromSharedToClosed()
    {
        await Shared();
        var browser = await Officer.BrowseAsync();

        var page = await browser.OpenAsync($"/taken/{(await OpenTask(Case, HumanTaskKind.RiskSignal)).Id}");
        page.Path.ShouldBe($"/signalen/{Signal}");
        page = await browser.SubmitAsync(page, form: "form[action$='/bevestigen']");
        page = await browser.SubmitAsync(page, new() { ["Assess.Assessment"] = "Zorgelijk." }, "form[action$='/beoordelen']");
        page = await browser.SubmitAsync(page, new() { ["Close.Conclusion"] = "Opgelost.", ["Close.Feedback"] = "We hebben samen gepraat." }, "form[action$='/afsluiten']");

        page.Text.ShouldContain("Het signaal is afgesloten.");
        page.Text.ShouldContain("Opgelost.");
    }

    [Fact]
    public async Task CloseRiskSignal_WithoutFeedbackOrWithTooMuch_IsRefusedAtItsField()
    {
        foreach (var feedback in new[] { " ", new string('x', 501) })
        {
            var refusal = await Should.ThrowAsync<ValidationException>(Officer.SendAsync(new CloseRiskSignalCommand(Signal, "Klaar.", feedback)));
            refusal.Errors.Select(e => e.PropertyName).ShouldBe(["Feedback"]);
        }
    }

    [Fact]
    public async Task CloseRiskSignal_SharedAsUsual_TellsVolunteerAndClientWhatWasDone()
    {
        await Shared();
        await HandledAsync();

        (await TextAsync(Volunteer, $"/signalen/{Signal}")).ShouldContain("We hebben samen gepraat.");
        (await TextAsync(As(Case.Client!), $"/signalen/{Signal}")).ShouldContain("We hebben samen gepraat.");
        (await TextAsync(As(Case.Client!), "/mijn-traject")).ShouldContain("We hebben samen gepraat.");
        (await As(Case.Client!).SendAsync(new ShowRiskSignalQuery(Signal))).Feedback.ShouldBe("We hebben samen gepraat.");
    }

    [Fact]
    public async Task CloseRiskSignal_WithheldFromTheClient_TellsThemNothing()
    {
        await Discuss();
        await Share(exception: AcuteDanger);
        await HandledAsync();

        (await TextAsync(Volunteer, $"/signalen/{Signal}")).ShouldContain("We hebben samen gepraat.");
        await Should.ThrowAsync<NotFoundException>(As(Case.Client!).SendAsync(new ShowRiskSignalQuery(Signal)));
        (await TextAsync(As(Case.Client!), "/mijn-traject")).ShouldNotContain("We hebben samen gepraat.");
    }

    [Fact]
    public async Task ShowRiskSignal_SharedAsUsual_TellsTheClientHowSeriousWhenAndWhere()
    {
        await Discuss(CaseRole.Professional);
        (await As(Case.Client!).SendAsync(new ShowRiskSignalQuery(Signal))).Severity.ShouldBeNull();
        await Agree();
        await Share();

        (await As(Case.Client!).SendAsync(new ShowRiskSignalQuery(Signal))).Severity.ShouldBe(SignalSeverity.Worrying);
        (await TextAsync(As(Case.Client!), $"/signalen/{Signal}")).ShouldContain("Zorgelijk");
    }

    [Fact]
    public async Task ShowRiskSignal_ByTheOfficer_LeavesARowAndIsShownAmongTheReaders()
    {
        await Shared();

        await Officer.SendAsync(new RiskSignalForRecipientQuery(Signal));

        var read = await Read(db => db.AuditEntries.SingleAsync(e => e.Kind == AuditKind.Read && e.Action == nameof(RiskSignalForRecipientQuery), Cancel));
        (read.ActorId, read.SubjectId, read.CaseId).ShouldBe((Case.Officer.Id, Signal.Value, Case.Id));
        (await Officer.SendAsync(new RiskSignalForRecipientQuery(Signal))).Readers.Select(r => r.Name).ShouldBe([Case.Officer.DisplayName]);
    }

    [Fact]
    public async Task ShowRiskSignal_ByTheVolunteerAfterClosing_HoldsNoAssessment()
    {
        await Shared();
        await Officer.SendAsync(new AcknowledgeRiskSignalCommand(Signal));
        await Officer.SendAsync(new AssessRiskSignalCommand(Signal, "Zorgelijk."));

        (await Volunteer.SendAsync(new ShowRiskSignalQuery(Signal))).Assessment.ShouldBeNull();
        (await (await Volunteer.BrowseAsync()).OpenAsync($"/signalen/{Signal}")).Text.ShouldNotContain("Zorgelijk.");
    }

    private async Task HandledAsync()
    {
        await Officer.SendAsync(new AcknowledgeRiskSignalCommand(Signal));
        await Officer.SendAsync(new AssessRiskSignalCommand(Signal, "Zorgelijk."));
        await Officer.SendAsync(new CloseRiskSignalCommand(Signal, "Opgelost.", "We hebben samen gepraat."));
    }

    private static async Task<string> TextAsync(Person person, string url) => (await (await person.BrowseAsync()).OpenAsync(url)).Text;
}
