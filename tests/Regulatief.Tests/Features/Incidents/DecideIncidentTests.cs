using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Incidents;

namespace Regulatief.Tests.Features.Incidents;

public sealed class DecideIncidentTests(SqliteHost host) : IncidentTest(host)
{
    [Fact]
    public async Task DecideIncident_NoSuchIncident_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Administrator.SendAsync(Decision(Guid.CreateVersion7(), IncidentDecision.Retry)));

    [Fact]
    public async Task DecideIncident_ByAnOfficer_IsForbidden()
    {
        var browser = await As(Case.Officer).BrowseAsync();

        (await browser.OpenAsync("/storingen")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task DecideIncident_WithoutDecisionOrReason_SaysBoth()
    {
        var incident = await Incident();

        var errors = (await Should.ThrowAsync<FluentValidation.ValidationException>(
            Administrator.SendAsync(new DecideIncidentCommand(incident.Id, null, null, "")))).Errors;

        errors.Select(e => e.PropertyName).ShouldBe(["Decision", "Reason"]);
    }

    [Fact]
    public async Task DecideIncident_CancelOfTheCasesOwnCycle_IsRefusedAndNothingChanges()
    {
        var incident = await Incident();

        (await Should.ThrowAsync<CaseRuleException>(Administrator.SendAsync(Decision(incident.Id, IncidentDecision.Cancel)))).Code.ShouldBe("incident-own-cycle");

        (await Incident()).ResolvedAt.ShouldBeNull();
        (await Incident()).Decision.ShouldBeNull();
    }

    [Fact]
    public async Task DecideIncident_Skipped_TheCaseGoesOnAndTheDecisionIsKept()
    {
        var incident = await Incident();

        await Administrator.SendAsync(Decision(incident.Id, IncidentDecision.Skip));

        (await OpenTasks()).ShouldBe(["bellen"]);
        var settled = await Incident();
        (settled.Decision, settled.Reason, settled.ResolvedAt).ShouldBe((IncidentDecision.Skip, "De koppeling was stuk.", Clock.GetUtcNow()));
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(DecideIncidentCommand) && e.Kind == AuditKind.Change && e.SubjectId == incident.Id, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task DecideIncident_Twice_TheSecondLearnsThatItWasSettled()
    {
        var incident = await Incident();
        await Administrator.SendAsync(Decision(incident.Id, IncidentDecision.Skip));

        await Should.ThrowAsync<ConcurrencyConflictException>(Administrator.SendAsync(Decision(incident.Id, IncidentDecision.Retry)));
    }

    [Fact]
    public async Task DecideIncident_RetriedBeforeTheCauseIsGone_SettlesThisOneAndOpensAnother()
    {
        var incident = await Incident();

        await Administrator.SendAsync(Decision(incident.Id, IncidentDecision.Retry));

        var incidents = await Read(db => db.Incidents.AsNoTracking().OrderBy(i => i.At).ToListAsync(Cancel));
        incidents.Count.ShouldBe(2);
        incidents.Single(i => i.Id == incident.Id).ResolvedAt.ShouldNotBeNull();
        incidents.Single(i => i.Id != incident.Id).ResolvedAt.ShouldBeNull();
    }

    [Fact]
    public async Task DecideIncident_MovedWithoutATarget_AsksForIt()
    {
        var incident = await Incident();

        var errors = (await Should.ThrowAsync<FluentValidation.ValidationException>(Administrator.SendAsync(Decision(incident.Id, IncidentDecision.Move)))).Errors;

        errors.Select(e => e.PropertyName).ShouldBe(["Target"]);
    }

    [Fact]
    public async Task DecideIncident_MovedToWhereTheFlowCannotGoOn_IsRefusedAndNothingChanges()
    {
        var incident = await Incident();

        var refused = await Should.ThrowAsync<CaseRuleException>(Administrator.SendAsync(Decision(incident.Id, IncidentDecision.Move) with { Target = "kapot" }));

        refused.Code.ShouldBe("incident-move-target");
        (await Incident()).ResolvedAt.ShouldBeNull();
        (await OpenTasks()).ShouldBeEmpty();
    }

    [Fact]
    public async Task DecideIncident_MovedOnThePage_GivesTheStepUpAndBeginsTheOther()
    {
        var incident = await Incident();
        var browser = await Administrator.BrowseAsync();

        var page = await browser.OpenAsync("/storingen");
        var done = await browser.SubmitAsync(page, new() { ["reason"] = "De stap is niet meer nodig.", ["target"] = "bellen" }, button: ("decision", "Move"));

        done.Text.ShouldContain("Het besluit is uitgevoerd.");
        (await OpenTasks()).ShouldBe(["bellen"]);
        var settled = await Incident();
        (settled.Decision, settled.Reason, settled.ResolvedAt).ShouldBe((IncidentDecision.Move, "De stap is niet meer nodig.", Clock.GetUtcNow()));
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(DecideIncidentCommand) && e.Kind == AuditKind.Change && e.SubjectId == incident.Id, Cancel))).ShouldBe(1);
    }

    private static DecideIncidentCommand Decision(Guid id, IncidentDecision decision) => new(id, decision, null, "De koppeling was stuk.");
}
