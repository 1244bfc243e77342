using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.Cases;

public sealed class StartCaseTests(SqliteHost host) : FeatureTest(host)
{
    private Account _officer = null!;
    private Account _coordinator = null!;
    private Project _project = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _officer = await Given(A.ProbationOfficer());
        _coordinator = await Given(A.Coordinator());
        _project = await Given(A.Project().CoordinatedBy(_coordinator));
    }

    [Fact]
    public async Task StartCase_Volunteer_IsRefused()
    {
        var volunteer = await Given(A.Volunteer().In(_project));

        (await Should.ThrowAsync<CaseRuleException>(As(volunteer.Account).SendAsync(Starting()))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task StartCase_CoordinatorOfAnotherProject_CannotChooseIt()
    {
        var stranger = await Given(A.Coordinator());

        var refusal = await Should.ThrowAsync<ValidationException>(As(stranger).SendAsync(Starting() with { ProfessionalId = _officer.Id }));

        refusal.Errors.Single().PropertyName.ShouldBe(nameof(StartCaseCommand.ProjectId));
    }

    [Fact]
    public async Task StartCase_OfficerForAColleague_IsRefused()
    {
        var colleague = await Given(A.ProbationOfficer());

        var refusal = await Should.ThrowAsync<ValidationException>(As(_officer).SendAsync(Starting() with { ProfessionalId = colleague.Id }));

        refusal.Errors.Single().PropertyName.ShouldBe(nameof(StartCaseCommand.ProfessionalId));
    }

    [Fact]
    public async Task StartCase_CoordinatorNamesNoProfessional_IsRefused()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(_coordinator).SendAsync(Starting()));

        refusal.Errors.Single().PropertyName.ShouldBe(nameof(StartCaseCommand.ProfessionalId));
    }

    [Fact]
    public async Task StartCase_NothingFilled_TellsEachField()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(_officer).SendAsync(new StartCaseCommand()));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["FirstName", "LastName", "BornOn", "ProjectId"], ignoreOrder: true);
    }

    [Fact]
    public async Task StartCase_HalfAGoal_TellsWhatItMisses()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(_officer).SendAsync(Starting() with { Goals = [new StartCaseGoal { Text = "Werk vinden" }] }));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["Goals[0].Kind", "Goals[0].LifeDomain"], ignoreOrder: true);
    }

    [Fact]
    public async Task StartCase_BornInTheFuture_IsRefused()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(_officer).SendAsync(Starting() with { BornOn = new DateOnly(2027, 1, 1) }));

        refusal.Errors.Single().ErrorCode.ShouldBe("born-on-unlikely");
    }

    [Fact]
    public async Task StartCase_ClientOfAColleague_CannotBeChosen()
    {
        var other = await Given(A.Case());
        var client = (await CaseOf(other)).ClientId;

        var refusal = await Should.ThrowAsync<ValidationException>(As(_officer).SendAsync(Starting() with { ClientId = client.Value }));

        refusal.Errors.Single().PropertyName.ShouldBe(nameof(StartCaseCommand.ClientId));
    }

    [Fact]
    public async Task StartCase_ClientWithARunningCase_IsRefused()
    {
        await As(_officer).SendAsync(Starting());

        var refusal = await Should.ThrowAsync<CaseRuleException>(As(_officer).SendAsync(Starting()));

        refusal.Code.ShouldBe("client-has-open-case");
    }

    [Theory]
    [InlineData(" Omar ", "Zegers")]
    [InlineData("Omar", "  Zegers")]
    [InlineData("omar", "ZEGERS")]
    public async Task StartCase_SameClientWrittenOtherwise_IsTheSameClient(string firstName, string lastName)
    {
        await As(_officer).SendAsync(Starting());

        (await Should.ThrowAsync<CaseRuleException>(As(_officer).SendAsync(Starting() with { FirstName = firstName, LastName = lastName }))).Code.ShouldBe("client-has-open-case");
    }

    [Fact]
    public async Task StartCase_SpacesAroundANameOrBetween_AreNotKept()
    {
        await As(_officer).SendAsync(Starting() with { FirstName = " Omar ", LastName = "van  den Berg" });

        (await Read(db => db.Clients.SingleAsync(Cancel))).FullName.ShouldBe("Omar van den Berg");
    }

    [Fact]
    public async Task StartCase_Filled_OpensItWithItsGoalsAndTheIntake()
    {
        var result = await As(_officer).SendAsync(Starting() with
        {
            Goals = [new StartCaseGoal { Text = "Werk vinden", Kind = GoalKind.SocialInclusion, LifeDomain = LifeDomain.WorkAndEducation }, new StartCaseGoal()],
        });

        var started = await Read(db => db.Cases.ForChange(result.CaseId).AsNoTracking().SingleAsync(Cancel));
        started.ProfessionalId.ShouldBe(_officer.Id);
        started.CooperationForm.ShouldBe(CooperationForm.GoalDirected);
        started.Goals.Single().Text.ShouldBe("Werk vinden");
        (await Read(db => db.HumanTasks.SingleAsync(t => t.CaseId == result.CaseId, Cancel))).Kind.ShouldBe(HumanTaskKind.Intake);
        (await Read(db => db.Timeline.SingleAsync(e => e.CaseId == result.CaseId, Cancel))).Kind.ShouldBe(TimelineKind.CaseOpened);
    }

    [Fact]
    public async Task StartCase_CoordinatorChoosesAProfessional_MakesItTheirs()
    {
        var result = await As(_coordinator).SendAsync(Starting() with { ProfessionalId = _officer.Id });

        (await Read(db => db.Cases.SingleAsync(c => c.Id == result.CaseId, Cancel))).ProfessionalId.ShouldBe(_officer.Id);
    }

    [Fact]
    public async Task StartCase_TwoCases_GetNumbersInOrder()
    {
        var first = await As(_officer).SendAsync(Starting());

        var second = await As(_officer).SendAsync(Starting() with { FirstName = "Ander" });

        second.Number.ShouldBe(first.Number + 1);
    }

    [Fact]
    public async Task StartCase_OverTheApi_AnswersWhereItIs()
    {
        var api = await As(_officer).ApiAsync();

        var answer = await api.PostAsync("/api/v1/cases", new { firstName = "Omar", lastName = "Zegers", bornOn = "1991-02-03", projectId = _project.Id.Value });

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var shown = await (await api.GetAsync(answer.Headers.Location, Cancel)).JsonAsync();
        ((string?)shown["clientName"]).ShouldBe("Omar Zegers");
        ((string?)shown["phase"]).ShouldBe("Intake");
    }

    [Fact]
    public async Task StartCase_OnThePage_AsksAgainForWhatIsMissing()
    {
        var browser = await As(_officer).BrowseAsync();
        var form = await browser.OpenAsync("/trajecten/nieuw");

        var again = await browser.SubmitAsync(form, new() { ["Form.FirstName"] = "Omar" });

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.FieldsInError.ShouldBe(["Form.LastName", "Form.BornOn", "Form.ProjectId"], ignoreOrder: true);
    }

    private StartCaseCommand Starting() => new() { FirstName = "Omar", LastName = "Zegers", BornOn = new DateOnly(1991, 2, 3), ProjectId = _project.Id.Value };
}
