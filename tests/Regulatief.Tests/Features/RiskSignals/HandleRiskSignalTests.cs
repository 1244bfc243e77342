using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
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

        (await Should.ThrowAsync<CaseRuleException>(Officer.SendAsync(new CloseRiskSignalCommand(Signal, "Klaar.")))).Code.ShouldBe("signal-wrong-state");
    }

    [Fact]
    public async Task CloseRiskSignal_Assessed_EndsTheTaskAndTellsTheTimeline()
    {
        await Shared();
        await Officer.SendAsync(new AcknowledgeRiskSignalCommand(Signal));
        await Officer.SendAsync(new AssessRiskSignalCommand(Signal, "Zorgelijk, geen direct gevaar."));

        await Officer.SendAsync(new CloseRiskSignalCommand(Signal, "Besproken in een gesprek met ons drieën."));

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
        page = await browser.SubmitAsync(page, new() { ["Close.Conclusion"] = "Opgelost." }, "form[action$='/afsluiten']");

        page.Text.ShouldContain("Het signaal is afgesloten.");
        page.Text.ShouldContain("Opgelost.");
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
}
