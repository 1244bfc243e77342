using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Incidents;
using Regulatief.Web.Features.VolunteerActivities;

namespace Regulatief.Tests.Hosting;

/// <summary>A command that is asked again with its key is answered as the first time, if it may still be asked.</summary>
public sealed class ReplayTests(SqliteHost host) : FeatureTest(host)
{
    private const string Key = "sleutel";

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired().StartedWith(Key));
    }

    [Fact]
    public async Task Replay_OfACaseThatIsSomebodyElsesNow_IsNotFoundAndTold()
    {
        await As(_case.Officer).SendAsync(Pausing, "pauze");
        await GivenToSomebodyElse();

        await Should.ThrowAsync<NotFoundException>(As(_case.Officer).SendAsync(Pausing, "pauze"));

        var refusal = await Read(db => db.AuditEntries.SingleAsync(e => e.Kind == AuditKind.Refusal, Cancel));
        (refusal.ActorId, refusal.Action, refusal.CaseId).ShouldBe((_case.Officer.Id, nameof(PauseCaseCommand), _case.Id));
    }

    [Fact]
    public async Task Replay_OfATaskThatIsSomebodyElsesNow_Answers404()
    {
        var intake = await OpenTask(_case, HumanTaskKind.Intake);
        var api = await As(_case.Officer).ApiAsync();
        var body = new { data = TaskForm.Write(Answers.Intake) };
        (await api.PostAsync($"/api/v1/tasks/{intake.Id}/complete", body, "intake")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await GivenToSomebodyElse();

        (await api.PostAsync($"/api/v1/tasks/{intake.Id}/complete", body, "intake")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Replay_OfTheStartOfACaseThatIsSomebodyElsesNow_IsNotFound()
    {
        var starting = Starting();
        await As(_case.Officer).SendAsync(starting, "start");
        await GivenToSomebodyElse();

        await Should.ThrowAsync<NotFoundException>(As(_case.Officer).SendAsync(starting, "start"));
    }

    [Fact]
    public async Task Replay_ByAVolunteerWhosePairingEnded_IsNotFound()
    {
        var logging = new LogVolunteerActivityCommand(_case.Id, VolunteerActivityCategory.Talking, Clock.Today(), 60, LocationType.ProbationOffice, null, null, null);
        await As(_case.Volunteer.Account).SendAsync(logging, "gesprek");
        await Read(db => db.VolunteerAssignments.ExecuteUpdateAsync(set => set.SetProperty(a => a.Until, Clock.GetUtcNow()), Cancel));

        await Should.ThrowAsync<NotFoundException>(As(_case.Volunteer.Account).SendAsync(logging, "gesprek"));
    }

    [Fact]
    public async Task Replay_OfWhatIsStillTheirs_IsAnsweredAsBeforeAndDoneOnce()
    {
        var starting = Starting();
        var started = await As(_case.Officer).SendAsync(starting, "start");
        await As(_case.Officer).SendAsync(Pausing, "pauze");

        (await As(_case.Officer).SendAsync(starting, "start")).ShouldBe(started);
        (await As(_case.Officer).SendAsync(Pausing, "pauze")).ShouldBe(_case.Id);

        (await Read(db => db.Cases.CountAsync(Cancel))).ShouldBe(2);
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(PauseCaseCommand), Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task Replay_ByWhoeverKeepsTheMachineryRunning_IsAnsweredWithoutACaseOfTheirs()
    {
        await Given(A.Case().Running(TestDefinitions.FailsThenTask));
        var administrator = As(await Given(A.Account(AccountRole.Administrator)));
        var incident = await Read(db => db.Incidents.Select(i => i.Id).SingleAsync(Cancel));
        var deciding = new DecideIncidentCommand(incident, IncidentDecision.Skip, "Done", "Hoeft niet.");
        await administrator.SendAsync(deciding, "besluit");

        (await administrator.SendAsync(deciding, "besluit")).ShouldBe(incident);
    }

    private PauseCaseCommand Pausing => new(_case.Id, "Vakantie.");

    private StartCaseCommand Starting() => new()
    {
        FirstName = "Nieuwe",
        LastName = "Cliënt",
        BornOn = new DateOnly(1991, 5, 2),
        ProjectId = _case.Project.Id.Value,
        Goals = [new StartCaseGoal { Text = "Werk", Kind = GoalKind.SocialInclusion, LifeDomain = LifeDomain.WorkAndEducation }],
    };

    private async Task GivenToSomebodyElse()
    {
        var successor = await Given(A.ProbationOfficer());
        await Read(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.ProfessionalId, successor.Id), Cancel));
    }
}
