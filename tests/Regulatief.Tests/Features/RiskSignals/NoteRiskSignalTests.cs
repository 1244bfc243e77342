using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.Incidents;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.RiskSignals;

public sealed class NoteRiskSignalTests(SqliteHost host) : SignalTest(host)
{
    [Fact]
    public async Task NoteRiskSignal_VolunteerOfAnotherCase_IsNotFound()
    {
        var elsewhere = await Given(A.Case().Paired());

        await Should.ThrowAsync<NotFoundException>(As(elsewhere.Volunteer.Account).SendAsync(Noting("Iets gezien.")));
    }

    [Fact]
    public async Task NoteRiskSignal_ByTheOfficer_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(Officer.SendAsync(Noting("Iets gezien.")))).Code.ShouldBe("signal-volunteer-only");

    [Fact]
    public async Task NoteRiskSignal_Empty_TellsEachFieldThatIsMissing()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(Volunteer.SendAsync(new NoteRiskSignalCommand(Case.Id, null, " ", null, null)));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["Kind", "Observation", "Severity", "ObservedOn"], ignoreOrder: true);
    }

    [Fact]
    public async Task NoteRiskSignal_Filled_IsTheVolunteersTask()
    {
        var task = await OpenTask(Case, HumanTaskKind.RiskSignal);

        (task.Role, task.AssigneeId, task.SubjectId).ShouldBe((AccountRole.Volunteer, Case.Volunteer.Account.Id, Signal.Value));
    }

    [Fact]
    public async Task NoteRiskSignal_OnThePage_LeadsToTheSignal()
    {
        var browser = await Volunteer.BrowseAsync();

        var page = await browser.SubmitAsync(
            await browser.OpenAsync($"/trajecten/{Case.Id}/signalen/nieuw"),
            new()
            {
                ["Form.Kind"] = "PossibleRelapse", ["Form.Observation"] = "Er stond een gestolen fiets.", ["Form.Severity"] = "Serious", ["Form.ObservedOn"] = "2026-11-21",
                ["Form.ObservedIn"] = "Evening", ["Form.Place"] = "In de schuur.",
            });

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Path.ShouldStartWith("/signalen/");
        page.Text.ShouldContain("Er stond een gestolen fiets.");
        foreach (var told in new[] { "Ernstig", "zaterdag 21 november", "’s avonds", "In de schuur." }) page.Text.ShouldContain(told);
    }

    [Theory]
    [InlineData(25, null, "ObservedOn")]
    [InlineData(24, PartOfDay.Afternoon, "ObservedIn")]
    [InlineData(24, (PartOfDay)9, "ObservedIn")]
    public async Task NoteRiskSignal_SeenInTheFuture_IsRefusedAtItsField(int day, PartOfDay? part, string field)
    {
        var refusal = await Should.ThrowAsync<ValidationException>(Volunteer.SendAsync(Noting("Iets.") with { ObservedOn = new(2026, 11, day), ObservedIn = part }));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe([field]);
    }

    [Fact]
    public async Task NoteRiskSignal_SeenThisMorning_IsAccepted() =>
        (await Volunteer.SendAsync(Noting("Iets.") with { ObservedOn = Clock.Today(), ObservedIn = PartOfDay.Morning })).ShouldNotBe(default);

    [Fact]
    public async Task NoteRiskSignal_PlaceTooLong_IsRefused() =>
        await Should.ThrowAsync<ValidationException>(Volunteer.SendAsync(Noting("Iets.") with { Place = new string('x', 201) }));

    [Fact]
    public async Task ShowRiskSignal_NotedBeforeSeverityWasAsked_IsShownWithout()
    {
        await Read(db => db.RiskSignals.ExecuteUpdateAsync(set => set.SetProperty(s => s.Severity, (SignalSeverity?)null).SetProperty(s => s.ObservedOn, (DateOnly?)null), Cancel));

        var page = await (await Volunteer.BrowseAsync()).OpenAsync($"/signalen/{Signal}");

        page.Text.ShouldContain("Hij dronk weer, dinsdagavond.");
        page.Text.ShouldNotContain("Hoe ernstig");
    }

    [Fact]
    public async Task NoteRiskSignal_BeforeSharing_NoPageOfAnotherShowsATrace()
    {
        var before = await TracesFor(Case.Officer, Case.Coordinator, Case.Client!);
        await Volunteer.SendAsync(Noting("Nog iets gezien."));
        await Volunteer.SendAsync(new RecordFailedAttemptCommand(Signal, new DateOnly(2026, 11, 24), DiscussionManner.ByPhone, false));

        (await TracesFor(Case.Officer, Case.Coordinator, Case.Client!)).ShouldBe(before);
    }

    [Fact]
    public async Task NoteRiskSignal_BeforeSharing_PageAndApiOfTheSignalAreNotFoundForOthers()
    {
        foreach (var account in new[] { Case.Officer, Case.Coordinator, Case.Client! })
        {
            (await (await As(account).BrowseAsync()).OpenAsync($"/signalen/{Signal}")).Status.ShouldBe(HttpStatusCode.NotFound);
            var answer = await (await As(account).ApiAsync()).GetAsync(new Uri($"/api/v1/risk-signals/{Signal}", UriKind.Relative), Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task NoteRiskSignal_BeforeSharing_NoAuditRowShowsATrace()
    {
        await Discuss();
        await Should.ThrowAsync<CaseRuleException>(Share());
        await Volunteer.SendAsync(new RiskSignalOfVolunteerQuery(Signal));
        await Volunteer.SendAsync(new NoteRiskSignalPageQuery(Case.Id));

        var seen = await As(PrivacyOfficer).SendAsync(new FindAuditEntriesQuery(AuditFilter.None, 1));

        seen.Items.ShouldNotContain(line => line.Action.Contains("Signal", StringComparison.Ordinal) || line.SubjectType == nameof(RiskSignal));
    }

    // Whoever mends workflows sees that one failed, not in which case somebody noted a signal.
    [Fact]
    public async Task NoteRiskSignal_BeforeSharing_AnIncidentOfItsWorkflowNamesNoCase()
    {
        await Host.ReadAsync(async db =>
        {
            var instance = await db.Instances.SingleAsync(i => i.RiskSignalId == Signal, Cancel);
            var failure = new Incident(Guid.CreateVersion7(), "signaal", "signaal", "Regulatief.RiskSignal", Guid.CreateVersion7(), "fault", "Mislukt.", true, Clock.GetUtcNow());
            db.Incidents.Add(StoredIncident.Of(failure, instance.Id));
            return await db.SaveChangesAsync(Cancel);
        });
        var administrator = As(await Given(A.Account(AccountRole.Administrator)));

        (await administrator.SendAsync(new IncidentsPageQuery())).Incidents.Single().CaseNumber.ShouldBeNull();

        await Share(exception: AcuteDanger);

        (await administrator.SendAsync(new IncidentsPageQuery())).Incidents.Single().CaseNumber.ShouldBe(Case.Number);
    }

    [Fact]
    public async Task NoteRiskSignal_OnceShared_TheAuditTellsAllOfIt()
    {
        await Shared();

        var seen = await As(PrivacyOfficer).SendAsync(new FindAuditEntriesQuery(new(Case.Number, null, null, null, null, null), 1));

        seen.Items.Select(line => line.Action).ShouldContain(nameof(DiscussRiskSignalCommand));
        seen.Items.Select(line => line.Action).ShouldContain($"granted:{SharingGround.AgreementAndDiscussed}");
    }

    [Fact]
    public async Task NoteRiskSignal_TermRunsOut_RemindsTheVolunteerAloneAndEscalatesToNobody()
    {
        await Host.PassAsync(TimeSpan.FromDays(30));

        var told = await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.TaskReminder && n.SubjectId != null).ToListAsync(Cancel));
        var task = await OpenTask(Case, HumanTaskKind.RiskSignal);
        told.Where(n => n.SubjectId == task.Id.Value).Select(n => n.AccountId).ShouldBe([Case.Volunteer.Account.Id]);
        (await Read(db => db.Escalations.AnyAsync(e => e.TaskId == task.Id, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task NoteRiskSignal_VolunteerSucceeded_SuccessorSeesNoTask()
    {
        var successor = await Given(A.Volunteer().In(Case.Project));
        await Host.WriteAsync(db =>
        {
            db.VolunteerAssignments.Single(a => a.CaseId == Case.Id).End(Clock.GetUtcNow(), "Verhuisd.");
            db.VolunteerAssignments.Add(new() { CaseId = Case.Id, VolunteerId = successor.Id, From = Clock.GetUtcNow() });
        });

        var page = await (await As(successor.Account).BrowseAsync()).OpenAsync($"/taken/{(await OpenTask(Case, HumanTaskKind.RiskSignal)).Id}");

        page.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private NoteRiskSignalCommand Noting(string observation) =>
        new(Case.Id, RiskSignalKind.RisingRiskBehaviour, observation, SignalSeverity.Worrying, new(2026, 11, 23));
}
