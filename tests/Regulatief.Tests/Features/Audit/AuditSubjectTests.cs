using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.ClientAccounts;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.Incidents;
using Regulatief.Web.Features.Projects;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.Audit;

/// <summary>Each row is about what was asked or made, whatever else was read on the way.</summary>
public sealed class AuditSubjectTests(SqliteHost host) : FeatureTest(host)
{
    private const string AccessRefused = "access-refused";

    [Fact]
    public async Task Refusal_OfOneOfSeveralPromises_IsToldOfThatOneAlone()
    {
        var innocent = new[] { await Given(A.Case()), await Given(A.Case()) };
        var failing = await Given(A.Case());
        var bookmark = Guid.CreateVersion7();
        await Host.WriteAsync(db =>
        {
            db.Add(new StoredBookmark { Id = bookmark, InstanceId = WorkflowInstanceId.New(), Name = "Regulatief.FollowUp", ActivityId = "nergens" });
            db.Add(new DueWork { Id = Guid.CreateVersion7(), StandsStillInPause = true, Kind = DueWorkKind.Bookmark, CaseId = failing.Id, SubjectId = bookmark, DueAt = Clock.GetUtcNow().AddDays(365) });
        });
        Clock.Advance(TimeSpan.FromDays(366));
        var due = await Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.TaskReminder && w.CaseId != failing.Id || w.SubjectId == bookmark).Select(w => w.Id).ToListAsync(Cancel));

        await Should.ThrowAsync<NotFoundException>(Host.SendAsync(Actor.System, new PerformDueWorkCommand(due)));

        due.Count.ShouldBe(innocent.Length + 1);
        (await Rows(AuditKind.Refusal)).ShouldHaveSingleItem().CaseId.ShouldBe(failing.Id);
    }

    [Fact]
    public async Task Refusal_OfACommandOnSomebodyElsesTask_TellsTaskAndCase()
    {
        var @case = await Given(A.Case());
        var outsider = await Given(A.ProbationOfficer());
        var task = await OpenTask(@case, HumanTaskKind.Intake);

        await Should.ThrowAsync<NotFoundException>(As(outsider).SendAsync(new CompleteHumanTaskCommand(task.Id, null, TaskForm.Write(Answers.Intake))));

        var refusal = (await Rows(AuditKind.Refusal)).ShouldHaveSingleItem();
        (refusal.ActorId, refusal.CaseId, refusal.SubjectType, refusal.SubjectId).ShouldBe((outsider.Id, @case.Id, nameof(HumanTask), task.Id.Value));
    }

    [Fact]
    public async Task Refusal_OfACommandOnNothing_TellsWhatWasAskedAndNoCase()
    {
        var nothing = HumanTaskId.New();

        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(new ClaimHumanTaskCommand(nothing)));

        var refusal = (await Rows(AuditKind.Refusal)).ShouldHaveSingleItem();
        (refusal.CaseId, refusal.SubjectId).ShouldBe((null, nothing.Value));
    }

    [Fact]
    public async Task Refusal_OfAPageOfSomebodyElsesCase_TellsTheCase()
    {
        var @case = await Given(A.Case());
        var outsider = await Given(A.ProbationOfficer());

        (await (await As(outsider).BrowseAsync()).OpenAsync($"/trajecten/{@case.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);

        var refusal = (await Rows(AuditKind.Refusal)).ShouldHaveSingleItem();
        (refusal.ActorId, refusal.Action, refusal.CaseId, refusal.Detail).ShouldBe((outsider.Id, nameof(CasePageQuery), @case.Id, "not-found"));
    }

    [Fact]
    public async Task Refusal_OfASignalThatIsNotShared_IsNotTold()
    {
        var @case = await Given(A.Case().Paired());
        var signal = await As(@case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(@case.Id, Regulatief.Cases.RiskSignals.RiskSignalKind.RisingRiskBehaviour, "Slaapt slecht.", Regulatief.Cases.RiskSignals.SignalSeverity.Worrying, new(2026, 11, 23)));
        await Should.ThrowAsync<NotFoundException>(As(@case.Officer).SendAsync(new ShowRiskSignalQuery(signal)));

        (await Rows(AuditKind.Refusal)).ShouldHaveSingleItem().SubjectId.ShouldBe(signal.Value);
        var privacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
        (await As(privacyOfficer).SendAsync(new Regulatief.Web.Features.Audit.FindAuditEntriesQuery(new(null, AuditKind.Refusal, null, null, null, null), 1))).Total.ShouldBe(0);
    }

    [Theory]
    [InlineData("/trajecten/{0}/tijdlijn", "GET /trajecten/{id}/tijdlijn")]
    [InlineData("/trajecten/{0}/acties/pauzeren", "GET /trajecten/{id}/acties/{name}")]
    public async Task Refusal_OfAPageForAnotherRole_TellsRoleAddressAndCase(string url, string pattern)
    {
        var @case = await Given(A.Case());

        (await (await As(@case.Client!).BrowseAsync()).OpenAsync(string.Format(null, url, @case.Id))).Status.ShouldBe(HttpStatusCode.Forbidden);

        var refusal = (await Rows(AuditKind.Refusal)).ShouldHaveSingleItem();
        (refusal.Action, refusal.ActorRole, refusal.CaseId, refusal.Detail).ShouldBe((AccessRefused, AccountRole.Client, @case.Id, pattern));
    }

    [Fact]
    public async Task Refusal_OfACallForAnotherRole_TellsItsSubject()
    {
        var @case = await Given(A.Case());
        var api = await As(@case.Client!).ApiAsync();
        var someone = Guid.CreateVersion7();

        (await api.PostAsync($"/api/v1/cases/{@case.Id}/agreements", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await As(@case.Officer).BrowseAsync()).OpenAsync($"/projecten/{someone}")).Status.ShouldBe(HttpStatusCode.Forbidden);

        (await Rows(AuditKind.Refusal)).Select(r => (r.CaseId, r.SubjectType, r.SubjectId)).ShouldBe(
            [(@case.Id, nameof(Case), @case.Id.Value), (null, nameof(Project), someone)]);
    }

    [Fact]
    public async Task Refusal_OfSomeoneWithoutAnAccount_LeavesNoRow()
    {
        using var http = Host.CreateClient();

        await http.GetAsync(new Uri("/inzage", UriKind.Relative), Cancel);

        (await Rows(AuditKind.Refusal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusal_ToChangeTheInstanceOfACase_TellsWhichInstance()
    {
        await Given(A.Case());
        var instance = await Read(db => db.Instances.Select(i => i.Id).SingleAsync(Cancel));
        var api = await As(await Given(A.Account(AccountRole.Designer))).ApiAsync();

        (await api.DeleteAsync(new Uri($"/elsa/api/workflow-instances/{instance.Value:N}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await Rows(AuditKind.Refusal)).ShouldHaveSingleItem().SubjectId.ShouldBe(instance.Value);
    }

    [Fact]
    public async Task StartCase_NamesTheCaseThatItMade()
    {
        var @case = await Given(A.Case());

        var row = await Row(nameof(StartCaseCommand));

        (row.CaseId, row.SubjectType, row.SubjectId).ShouldBe((@case.Id, nameof(Case), @case.Id.Value));
    }

    [Fact]
    public async Task Accounts_AreTheSubjectOfWhatIsDoneToThem()
    {
        var administrator = await Given(A.Account(AccountRole.Administrator));
        var made = await As(administrator).SendAsync(new CreateAccountCommand { Role = AccountRole.Manager, FirstName = "Anna", LastName = "Bos", UserName = "anna" });
        await As(administrator).SendAsync(new DeactivateAccountCommand(made.AccountId));

        var rows = await Rows(AuditKind.Change);

        rows.Select(r => (r.Action, r.SubjectType, r.SubjectId)).ShouldBe(
            [(nameof(CreateAccountCommand), nameof(Account), made.AccountId), (nameof(DeactivateAccountCommand), nameof(Account), made.AccountId)]);
    }

    [Fact]
    public async Task AccountOfAClient_IsToldInTheirCaseToo()
    {
        var @case = await Given(A.Case().WithoutClientAccount());

        var made = await As(@case.Officer).SendAsync(new OpenClientAccountCommand(@case.Id, "anna"));

        (await Rows(AuditKind.Change)).Where(r => r.Action == nameof(OpenClientAccountCommand)).Select(r => (r.CaseId, r.SubjectId)).ShouldBe(
            [(null, made.AccountId), (@case.Id, @case.Id.Value)], ignoreOrder: true);
    }

    [Fact]
    public async Task LogIn_NamesTheAccount()
    {
        var officer = await Given(A.ProbationOfficer());
        await As(officer).ApiAsync();

        var row = (await Rows(AuditKind.SignIn)).ShouldHaveSingleItem();

        (row.SubjectType, row.SubjectId).ShouldBe((nameof(Account), officer.Id));
    }

    [Fact]
    public async Task Projects_AreTheSubjectOfWhatIsSaved()
    {
        var coordinator = await Given(A.Coordinator());
        var saved = await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(
            new SaveProjectCommand { Name = "Samen", WorkflowDefinitionId = TestDefinitions.OneTask, FirstCoordinatorId = coordinator.Id });

        var row = await Row(nameof(SaveProjectCommand));

        (row.SubjectType, row.SubjectId).ShouldBe((nameof(Project), saved));
    }

    [Fact]
    public async Task RetryIncidents_NamesEachIncidentInItsCase_AndNothingWhenThereIsNone()
    {
        var administrator = As(await Given(A.Account(AccountRole.Administrator)));
        await administrator.SendAsync(new RetryIncidentsCommand(), "eerst");
        (await Rows(AuditKind.Change)).ShouldNotContain(r => r.Action == nameof(RetryIncidentsCommand));
        var cases = new[] { await Given(A.Case().Running(TestDefinitions.FailsThenTask)), await Given(A.Case().Running(TestDefinitions.FailsThenTask)) };
        await Read(db => db.Incidents.ExecuteUpdateAsync(set => set.SetProperty(i => i.IsRetryable, true), Cancel));

        await administrator.SendAsync(new RetryIncidentsCommand(), "daarna");

        (await Rows(AuditKind.Change)).Where(r => r.Action == nameof(RetryIncidentsCommand)).Select(r => r.CaseId).ShouldBe(cases.Select(c => (CaseId?)c.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task Change_OfOneCase_IsToldInNoOther()
    {
        var officer = await Given(A.ProbationOfficer());
        var first = await Given(A.Case().LedBy(officer));
        await Given(A.Case().LedBy(officer));

        await As(officer).SendAsync(new PauseCaseCommand(first.Id, "Vakantie."));

        (await Rows(AuditKind.Change)).Where(r => r.Action == nameof(PauseCaseCommand)).ShouldHaveSingleItem().CaseId.ShouldBe(first.Id);
    }

    private Task<List<AuditEntry>> Rows(AuditKind kind) => Read(db => db.AuditEntries.AsNoTracking().Where(e => e.Kind == kind).OrderBy(e => e.Id).ToListAsync(Cancel));

    private Task<AuditEntry> Row(string action) => Read(db => db.AuditEntries.AsNoTracking().SingleAsync(e => e.Action == action, Cancel));
}
