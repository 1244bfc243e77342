using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.Incidents;
using Regulatief.Web.Features.Matching;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Robustness;

/// <summary>Two at the same thing at the same time: on two nodes of one PostgreSQL database, and on the one process that SQLite has.</summary>
public abstract class RaceContract(RacingHosts hosts) : IAsyncLifetime
{
    private const string TwoTogether = "twee-samen";
    private const string TaskThenEvent = "taak-dan-gebeurtenis";
    private const string ManyChildren = "veel-kinderen";
    private const string OneToClaim = "een-om-op-te-pakken";
    private const string TaskOrStop = "taak-of-stop";
    private const string TimerOrStop = "wachten-of-stop";
    private const string ChildOfChild = "kind-van-kind";
    private const string OneMatch = "een-koppeling";

    private static readonly int Pairs = FaultLength.Of(15, 1000);
    private static readonly int Children = FaultLength.Of(20, 1000);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RegulatiefHost First => hosts.First;

    private RegulatiefHost Second => hosts.Second;

    public async ValueTask InitializeAsync()
    {
        if (First.Database.Missing is { } reason) throw Promised.Missing(First.Database.Provider.ToString().ToLowerInvariant(), reason);
        await First.ResetAsync(Cancel);
        Second.Clock.AdjustTime(RegulatiefHost.Morning);
        Second.Log.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (First.Database.Missing is null)
            (await Invariants.BrokenInAsync(First, First.Clock.GetUtcNow())).ShouldBeEmpty();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task SameTimer_OnBothNodes_FiresOnceAndTheLoserSaysNothing()
    {
        var cases = await CasesAsync("wacht-dan-taak", Pairs);
        Pass(TimeSpan.FromDays(1));
        var due = await First.ReadAsync(db => db.DueWork.Where(w => w.Kind == DueWorkKind.Bookmark).Select(w => w.Id).ToListAsync(Cancel));

        foreach (var id in due)
            await BothAsync(host => host.SendAsync(Actor.System, new PerformDueWorkCommand([id])));

        foreach (var @case in cases) (await TasksOf(@case)).ShouldHaveSingleItem().IsOpen.ShouldBeTrue();
        First.Log.Lines.Concat(Second.Log.Lines).ShouldBeEmpty();
    }

    [Fact]
    public async Task ManyTimers_DueAtOnce_AreSweptByBothNodesOnce()
    {
        var cases = await CasesAsync("wacht-dan-taak", FaultLength.Of(60, 5000));
        Pass(TimeSpan.FromDays(1));

        await BothAsync(host => host.SweepAsync());
        await BothAsync(host => host.SweepAsync());

        (await First.ReadAsync(db => db.HumanTasks.CountAsync(Cancel))).ShouldBe(cases.Count);
        (await First.ReadAsync(db => db.DueWork.CountAsync(w => w.Kind == DueWorkKind.Bookmark, Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task SameTask_CompletedOnBothNodes_OneWinsAndTheOtherHearsFromWhom()
    {
        var officer = await A.ProbationOfficer().InAsync(First);
        var colleague = await A.ProbationOfficer().InAsync(First);
        var covering = new Actor(colleague.Id, AccountRole.ProbationOfficer) { ActsFor = [colleague.Id, officer.Id] };
        foreach (var @case in await CasesAsync(TestDefinitions.OneTask, Pairs, officer))
        {
            var command = new CompleteHumanTaskCommand((await TasksOf(@case)).Single().Id, "Done", []);

            var tries = await TriesAsync(
                () => First.SendAsync(new Actor(officer.Id, AccountRole.ProbationOfficer), command), () => Second.SendAsync(covering, command));

            var winner = (await TasksOf(@case)).Single().CompletedById;
            tries.Single(t => t is not null).ShouldBeOfType<ConcurrencyConflictException>().DoneBy.ShouldBe(winner);
        }
    }

    [Fact]
    public async Task SameTask_ClaimedOnBothNodes_OneHasItAndTheOtherHearsWho()
    {
        await ImportAsync($$"""
            "activities": [ {{Step("oppakken", "Coordinator")}} ], "connections": []
            """, OneToClaim, "oppakken");
        var colleague = await A.Coordinator().InAsync(First);
        foreach (var @case in await CasesAsync(OneToClaim, Pairs))
        {
            await First.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = @case.Project.Id, AccountId = colleague.Id, Rank = 2 }));
            var command = new ClaimHumanTaskCommand((await TasksOf(@case)).Single().Id);

            var tries = await TriesAsync(() => First.As(@case.Coordinator).SendAsync(command), () => Second.As(colleague).SendAsync(command));

            var holder = (await TasksOf(@case)).Single().AssigneeId;
            holder.ShouldBe(tries[0] is null ? @case.Coordinator.Id : colleague.Id);
            tries.Single(t => t is not null).ShouldBeOfType<ConcurrencyConflictException>().DoneBy.ShouldBe(holder);
        }
    }

    [Fact]
    public async Task SameTask_GivenOnBothNodes_OneWinsAndTheOtherHears()
    {
        await ImportAsync($$"""
            "activities": [ {{Step("oppakken", "Coordinator")}} ], "connections": []
            """, OneToClaim, "oppakken");
        var colleague = await A.Coordinator().InAsync(First);
        foreach (var @case in await CasesAsync(OneToClaim, Pairs))
        {
            await First.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = @case.Project.Id, AccountId = colleague.Id, Rank = 2 }));
            var task = (await TasksOf(@case)).Single().Id;

            var tries = await TriesAsync(
                () => First.As(@case.Coordinator).SendAsync(new AssignHumanTaskCommand(task, colleague.Id, null)),
                () => Second.As(colleague).SendAsync(new AssignHumanTaskCommand(task, @case.Coordinator.Id, null)));

            (await TasksOf(@case)).Single().AssigneeId.ShouldBe(tries[0] is null ? colleague.Id : @case.Coordinator.Id);
            tries.Single(t => t is not null).ShouldBeOfType<ConcurrencyConflictException>();
            (await First.ReadAsync(db => db.Notices.CountAsync(n => n.SubjectId == task.Value, Cancel))).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SameTask_GivenWhileItIsCompleted_IsDoneAndWhoGivesItHears(bool amongOthers)
    {
        await ImportAsync($$"""
            "activities": [ {{Step("oppakken", "Coordinator")}} ], "connections": []
            """, OneToClaim, "oppakken");
        var colleague = await A.Coordinator().InAsync(First);
        foreach (var @case in await CasesAsync(OneToClaim, Pairs))
        {
            await First.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = @case.Project.Id, AccountId = colleague.Id, Rank = 2 }));
            var task = (await TasksOf(@case)).Single().Id;
            string? told = null;

            var tries = await TriesAsync(
                () => First.As(@case.Coordinator).SendAsync(new CompleteHumanTaskCommand(task, "Done", [])),
                async () =>
                {
                    if (!amongOthers) await Second.As(@case.Coordinator).SendAsync(new AssignHumanTaskCommand(task, colleague.Id, null));
                    else told = (await Second.As(@case.Coordinator).SendAsync(new AssignHumanTasksCommand(colleague.Id, null, [task]))).Refused.SingleOrDefault()?.Code;
                });

            tries[0].ShouldBeNull();
            tries[1]?.ShouldBeOfType<ConcurrencyConflictException>().DoneBy.ShouldBe(@case.Coordinator.Id);
            var done = (await TasksOf(@case)).Single(t => t.Id == task);
            done.CompletedById.ShouldBe(@case.Coordinator.Id);
            done.AssigneeId.ShouldBe(tries[1] is null && told is null ? colleague.Id : null);
            if (told is not null) told.ShouldBe("task-already-done");
            (await First.ReadAsync(db => db.Notices.CountAsync(n => n.SubjectId == task.Value, Cancel))).ShouldBe(done.AssigneeId is null ? 0 : 1);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Administrators_WhoEndEachOther_LeaveOne(bool byRole)
    {
        for (var i = 0; i < Pairs; i++)
        {
            var (one, other) = (await AdministratorAsync(), await AdministratorAsync());

            var tries = await TriesAsync(() => EndAsync(First, one, other), () => EndAsync(Second, other, one));

            tries.Count(t => t is null).ShouldBe(1);
            (await First.ReadAsync(db => db.Accounts.Active(AccountRole.Administrator).CountAsync(a => a.Id == one.Id || a.Id == other.Id, Cancel))).ShouldBe(1);
        }

        Task<Account> AdministratorAsync() => A.Account(AccountRole.Administrator).And(AccountRole.Manager).InAsync(First);

        Task<Guid> EndAsync(RegulatiefHost host, Account by, Account whom) => byRole
            ? host.SendAsync(new Actor(by.Id, AccountRole.Administrator), new TakeRoleCommand(whom.Id, AccountRole.Administrator, RoleChangeReason.OtherWork))
            : host.SendAsync(new Actor(by.Id, AccountRole.Administrator), new DeactivateAccountCommand(whom.Id));
    }

    [Fact]
    public async Task Volunteer_ChosenInTwoCasesAtOnce_IsPairedInOneWhenThereIsRoomForOne()
    {
        await ImportOneMatchAsync();
        foreach (var @case in await CasesAsync(OneMatch, Pairs))
        {
            var other = await OtherOfAsync(@case);

            var tries = await TriesAsync(() => MatchAsync(First, @case.Id, @case), () => MatchAsync(Second, other, @case));

            tries.Single(t => t is not null).ShouldBeOfType<ValidationException>().Errors.Single().ErrorCode.ShouldBe("volunteer-without-capacity");
            (await First.ReadAsync(db => db.VolunteerAssignments.CountAsync(a => a.VolunteerId == @case.Volunteer.Id, Cancel))).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Proposal_WithdrawnWhileTheVolunteerSaysYes_HasOneWinner()
    {
        await ImportOneMatchAsync();
        foreach (var @case in await CasesAsync(OneMatch, Pairs))
        {
            var (proposal, _) = await ProposedAsync(@case);

            var tries = await TriesAsync(
                () => First.As(@case.Coordinator).SendAsync(new WithdrawMatchProposalCommand(proposal, "Toch iemand anders.", MatchProposalStatus.Asked)),
                () => Second.As(@case.Volunteer.Account).SendAsync(new AnswerMatchProposalCommand(proposal, true, null)));

            tries.Single(t => t is not null).ShouldBeOfType<ConcurrencyConflictException>();
            (await StatusOf(proposal)).ShouldBe(tries[0] is null ? MatchProposalStatus.Withdrawn : MatchProposalStatus.Accepted);
        }
    }

    [Fact]
    public async Task Volunteer_AskedForTwoCasesAtOnce_IsAskedForOne()
    {
        await ImportOneMatchAsync();
        foreach (var @case in await CasesAsync(OneMatch, Pairs))
        {
            var other = await OtherOfAsync(@case);
            var (one, two) = (await AskingAsync(@case.Id, @case), await AskingAsync(other, @case));

            var tries = await TriesAsync(() => First.As(@case.Coordinator).SendAsync(one), () => Second.As(@case.Coordinator).SendAsync(two));

            tries.Single(t => t is not null).ShouldBeOfType<CaseRuleException>().Code.ShouldBe("match-volunteer-asked");
            (await First.ReadAsync(db => db.MatchProposals.CountAsync(p => p.VolunteerId == @case.Volunteer.Id, Cancel))).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Volunteer_AcceptedByAClientWhileChosenInAnotherCase_IsPairedInOne()
    {
        await ImportOneMatchAsync();
        foreach (var @case in await CasesAsync(OneMatch, Pairs))
        {
            var other = await OtherOfAsync(@case);
            var (proposal, _) = await ProposedAsync(@case);
            await First.As(@case.Volunteer.Account).SendAsync(new AnswerMatchProposalCommand(proposal, true, null));
            await First.As(@case.Coordinator).SendAsync(new PlanFirstMeetingCommand(proposal, new DateOnly(2026, 11, 24), null, "Bibliotheek"));

            var tries = await TriesAsync(
                () => First.As(@case.Coordinator).SendAsync(new DecideMatchProposalCommand(proposal, true, null)), () => MatchAsync(Second, other, @case));

            // A client's yes that came too late is no error of theirs: the proposal ends.
            tries[0].ShouldBeNull();
            if (tries[1] is { } lost) lost.ShouldBeOfType<ValidationException>().Errors.Single().ErrorCode.ShouldBe("volunteer-without-capacity");
            (await StatusOf(proposal)).ShouldBe(tries[1] is null ? MatchProposalStatus.Lapsed : MatchProposalStatus.Paired);
            (await First.ReadAsync(db => db.VolunteerAssignments.CountAsync(a => a.VolunteerId == @case.Volunteer.Id, Cancel))).ShouldBe(1);
        }
    }

    private Task ImportOneMatchAsync() => ImportAsync($$"""
        "activities": [ { "id": "koppelen", "type": "Regulatief.MatchVolunteer" } ], "connections": []
        """, OneMatch, "koppelen");

    private async Task<CaseId> OtherOfAsync(CaseUnderTest @case) => (await First.As(@case.Officer).SendAsync(new StartCaseCommand
    {
        FirstName = "Cliënt", LastName = $"Nummer {A.NextNumber()}", BornOn = new DateOnly(1990, 4, 1), ProjectId = @case.Project.Id.Value,
    })).CaseId;

    /// <summary>Of a case of which the client agreed to what may be told.</summary>
    private async Task<AskVolunteerCommand> AskingAsync(CaseId caseId, CaseUnderTest people)
    {
        await First.As(people.Officer).SendAsync(new SaveMatchProfileCommand { CaseId = caseId, IsAgreed = true, AgreedOn = new DateOnly(2026, 11, 24), Help = [VolunteerActivityCategory.Talking] });
        var task = await First.ReadAsync(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.CaseId == caseId, Cancel));
        return new AskVolunteerCommand(task.Id, people.Volunteer.Id.Value, "Past goed.");
    }

    private async Task<(Guid Proposal, HumanTaskId Task)> ProposedAsync(CaseUnderTest @case)
    {
        var asking = await AskingAsync(@case.Id, @case);
        return (await First.As(@case.Coordinator).SendAsync(asking), asking.TaskId);
    }

    private Task<MatchProposalStatus> StatusOf(Guid proposal) => First.ReadAsync(db => db.MatchProposals.Where(p => p.Id == proposal).Select(p => p.Status).SingleAsync(Cancel));

    private async Task MatchAsync(RegulatiefHost host, CaseId caseId, CaseUnderTest people)
    {
        var task = await First.ReadAsync(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.CaseId == caseId, Cancel));
        await host.As(people.Coordinator).SendAsync(new CompleteHumanTaskCommand(task.Id, null, TaskForm.Write(StepAnswers.Match(people.Volunteer.Id))));
    }

    [Fact]
    public async Task Signal_SharedWhileTheAgreementIsWithdrawn_IsSharedBeforeOrRefusedAfter()
    {
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (@case, agreement, sharing) = await AboutToShareAsync();

            var tries = await TriesAsync(
                () => First.As(@case.Volunteer.Account).SendAsync(sharing), () => Second.As(@case.Officer).SendAsync(new WithdrawAgreementCommand(agreement, "Toch niet.")));

            tries[1].ShouldBeNull();
            await ShouldHaveSharedAsync(sharing, tries[0], "sharing-no-agreement");
        }
    }

    [Fact]
    public async Task Signal_SharedWhileTheCaseIsHandedOver_ReachesWhoHadItOrNobody()
    {
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (@case, _, sharing) = await AboutToShareAsync();
            var successor = await A.ProbationOfficer().InAsync(First);

            var tries = await TriesAsync(
                () => First.As(@case.Volunteer.Account).SendAsync(sharing),
                () => Second.As(@case.Officer).SendAsync(new ReplaceProfessionalCommand(@case.Id, successor.Id, "Met verlof.")));

            tries[1].ShouldBeNull();
            await ShouldHaveSharedAsync(sharing, tries[0], "sharing-agreement-suspended");
            await Should.ThrowAsync<NotFoundException>(First.As(successor).SendAsync(new RiskSignalForRecipientQuery(sharing.SignalId)));
        }
    }

    [Fact]
    public async Task Signal_SharedWhileItsVolunteerLeaves_IsSharedBeforeOrWithdrawn()
    {
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (@case, _, sharing) = await AboutToShareAsync();
            var successor = await A.Volunteer().In(@case.Project).InAsync(First);
            var handover = (await TasksOf(@case)).Single(t => t.Kind == HumanTaskKind.VolunteerHandover);
            var leaving = new CompleteHumanTaskCommand(handover.Id, null, TaskForm.Write(StepAnswers.Handover(successor.Id, new DateOnly(2026, 11, 24))));

            var tries = await TriesAsync(() => First.As(@case.Volunteer.Account).SendAsync(sharing), () => Second.As(@case.Coordinator).SendAsync(leaving));

            tries[1].ShouldBeNull();
            var signal = await First.ReadAsync(db => db.RiskSignals.SingleAsync(s => s.Id == sharing.SignalId, Cancel));
            signal.Status.ShouldBe(tries[0] is null ? RiskSignalStatus.Shared : RiskSignalStatus.Withdrawn);
            if (tries[0] is { } lost) lost.ShouldBeOfType<NotFoundException>();
        }
    }

    /// <summary>Agreed by all, discussed and told: only the sharing is left.</summary>
    private async Task<(CaseUnderTest Case, AgreementId Agreement, ShareRiskSignalCommand Sharing)> AboutToShareAsync()
    {
        var @case = await A.Case().Running("alle-stappen").Paired().InAsync(First);
        var (volunteer, officer) = (First.As(@case.Volunteer.Account), First.As(@case.Officer));
        var proposal = new AgreementProposal
        {
            Purpose = "Samen werken.",
            DiscussFirst = "Eerst praten.",
            ValidFrom = new DateOnly(2026, 11, 24),
            ValidUntil = new DateOnly(2027, 11, 23),
            Categories = [new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] }],
        };
        var agreement = (await officer.SendAsync(new ProposeAgreementCommand(@case.Id, proposal))).AgreementId;
        foreach (var party in new[] { officer, volunteer, First.As(@case.Client!) }) await party.SendAsync(new SignAgreementCommand(agreement));
        var signal = await volunteer.SendAsync(new NoteRiskSignalCommand(@case.Id, RiskSignalKind.PossibleRelapse, "Iets gezien.", SignalSeverity.Worrying, new(2026, 11, 23)));
        await volunteer.SendAsync(new DiscussRiskSignalCommand(
            signal, new DateOnly(2026, 11, 24), new TimeOnly(8, 30), DiscussionManner.FaceToFace, [CaseRole.Professional], "Dat het mis kan gaan.", "Klopt."));
        return (@case, agreement, new ShareRiskSignalCommand(signal, CaseRole.Professional, null));
    }

    private async Task ShouldHaveSharedAsync(ShareRiskSignalCommand sharing, Exception? lost, string code)
    {
        if (lost is not null) lost.ShouldBeOfType<CaseRuleException>().Code.ShouldBe(code);
        (await First.ReadAsync(db => db.Disclosures.CountAsync(d => d.RiskSignalId == sharing.SignalId, Cancel))).ShouldBe(lost is null ? 1 : 0);
    }

    [Fact]
    public async Task Task_CompletedWhileTheCaseIsStopped_EndsOnceAndTheLoserIsTold()
    {
        await ImportOrStopAsync(TaskOrStop, Step("werk"));
        var officer = await A.ProbationOfficer().InAsync(First);
        foreach (var @case in await WorkingCasesAsync(TaskOrStop, officer))
        {
            var task = (await TasksOf(@case)).Single();

            var tries = await TriesAsync(() => CompleteAsync(First, officer, task), () => Second.As(officer).SendAsync(Stopping(@case)));

            tries[1].ShouldBeNull();
            var ended = await First.ReadAsync(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.Id == task.Id, Cancel));
            ended.Status.ShouldBe(tries[0] is null ? HumanTaskStatus.Completed : HumanTaskStatus.Cancelled);
            if (tries[0] is { } lost) lost.ShouldBeOfType<ConcurrencyConflictException>();
            (await TasksOf(@case)).Where(t => t.IsOpen).ShouldHaveSingleItem().Title.ShouldBe("daarna");
        }
    }

    [Fact]
    public async Task Timer_DueWhileTheCaseIsStopped_EndsOnceAndStaysEnded()
    {
        await ImportOrStopAsync(TimerOrStop, Day("werk"));
        var officer = await A.ProbationOfficer().InAsync(First);
        var cases = await WorkingCasesAsync(TimerOrStop, officer);
        Pass(TimeSpan.FromDays(1));
        var due = await TimersAsync();

        foreach (var @case in cases)
            (await TriesAsync(
                () => First.SendAsync(Actor.System, new PerformDueWorkCommand([due[@case.Id]])),
                () => Second.As(officer).SendAsync(Stopping(@case)))).ShouldAllBe(failure => failure == null);

        foreach (var @case in cases) (await TasksOf(@case)).ShouldHaveSingleItem().Title.ShouldBe("daarna");
        (await First.ReadAsync(db => db.Journal.CountAsync(j => (j.ActivityId == "werk" || j.ActivityId == "gestopt") && j.Event == JournalEvent.Completed, Cancel))).ShouldBe(cases.Count);
        (await TimersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Workflow_CancelledWhileItsChildEnds_LeavesNoOrphanAndTellsItsParent()
    {
        await ImportAsync($$"""
            "activities": [ {{Day("dag")}} ], "connections": []
            """, "kleinkind", "dag");
        await ImportAsync($$"""
            "activities": [
              { "id": "begin", "type": "Elsa.FlowFork", "branches": { "typeName": "String[]", "expression": { "type": "Object", "value": "[\"A\", \"B\"]" } } },
              { "id": "stuk", "type": "Elsa.RunJavaScript", "script": { "typeName": "String", "expression": { "type": "JavaScript", "value": "null.x" } } },
              {{Child("wacht", "kleinkind")}}
            ],
            "connections": [ {{Line("begin", "A", "stuk")}}, {{Line("begin", "B", "wacht")}} ]
            """, "kind-met-storing", "begin");
        await ImportAsync($$"""
            "activities": [ {{Child("uitvoeren", "kind-met-storing")}}, {{Step("daarna")}} ], "connections": [ {{Line("uitvoeren", "Done", "daarna")}} ]
            """, ChildOfChild, "uitvoeren");
        var administrator = await A.Account(AccountRole.Administrator).InAsync(First);
        var cases = await CasesAsync(ChildOfChild, Pairs);
        await DeliverAsync();
        Pass(TimeSpan.FromDays(1));
        var due = await TimersAsync();
        var incidents = await First.ReadAsync(db => db.Incidents.ToDictionaryAsync(i => db.Instances.First(n => n.Id == i.InstanceId).CaseId, i => i.Id, Cancel));

        foreach (var @case in cases)
            (await TriesAsync(
                () => First.As(administrator).SendAsync(new DecideIncidentCommand(incidents[@case.Id], IncidentDecision.Cancel, null, "Hoeft niet meer.")),
                () => Second.SendAsync(Actor.System, new PerformDueWorkCommand([due[@case.Id]])))).ShouldAllBe(failure => failure == null);
        await DeliverAsync();

        foreach (var @case in cases) (await TasksOf(@case)).ShouldHaveSingleItem().Title.ShouldBe("daarna");
        (await First.ReadAsync(db => db.Instances.CountAsync(i => i.ParentId != null && i.Status == WorkflowStatus.Running, Cancel))).ShouldBe(0);
        (await TimersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Task_CompletedWhileItsEscalationIsDue_IsDoneOnceAndNothingStaysOpen()
    {
        var officer = await A.ProbationOfficer().InAsync(First);
        var cases = await CasesAsync(TestDefinitions.OneTask, Pairs, officer);
        Pass(TimeSpan.FromDays(60));
        var tasks = await First.ReadAsync(db => db.HumanTasks.AsNoTracking().ToListAsync(Cancel));
        var due = await First.ReadAsync(db => db.DueWork.Where(w => w.Kind == DueWorkKind.TaskEscalation).ToDictionaryAsync(w => w.SubjectId, w => w.Id, Cancel));

        foreach (var task in tasks)
            (await TriesAsync(
                () => First.SendAsync(new Actor(officer.Id, AccountRole.ProbationOfficer), new CompleteHumanTaskCommand(task.Id, "Done", [])),
                () => Second.SendAsync(Actor.System, new PerformDueWorkCommand([due[task.Id.Value]])))).ShouldAllBe(failure => failure == null);

        foreach (var @case in cases) (await TasksOf(@case)).ShouldHaveSingleItem().Status.ShouldBe(HumanTaskStatus.Completed);
    }

    [Fact]
    public async Task Join_WhoseLastBranchesArriveTogether_FiresOnce()
    {
        await ImportAsync($$"""
            "activities": [
              { "id": "begin", "type": "Elsa.FlowFork", "branches": { "typeName": "String[]", "expression": { "type": "Object", "value": "[\"A\", \"B\"]" } } },
              {{Step("a")}}, {{Step("b")}},
              { "id": "samen", "type": "Elsa.FlowJoin", "mode": { "typeName": "String", "expression": { "type": "Literal", "value": "WaitAll" } } },
              {{Step("daarna")}}
            ],
            "connections": [ {{Line("begin", "A", "a")}}, {{Line("begin", "B", "b")}}, {{Line("a", "Done", "samen")}}, {{Line("b", "Done", "samen")}}, {{Line("samen", "Done", "daarna")}} ]
            """, TwoTogether, "begin");
        var officer = await A.ProbationOfficer().InAsync(First);
        foreach (var @case in await CasesAsync(TwoTogether, Pairs, officer))
        {
            var tasks = await TasksOf(@case);

            (await TriesAsync(() => CompleteAsync(First, officer, tasks[0]), () => CompleteAsync(Second, officer, tasks[1]))).ShouldAllBe(failure => failure == null);

            (await TasksOf(@case)).Where(t => t.IsOpen).ShouldHaveSingleItem().Title.ShouldBe("daarna");
        }
    }

    [Fact]
    public async Task Event_WhileItsWaitIsMade_IsTakenOnceWhicheverComesFirst()
    {
        await ImportAsync($$"""
            "activities": [ {{Step("eerst")}}, { "id": "gevraagd", "type": "Elsa.Event", "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "evaluation-asked" } } }, {{Step("daarna")}} ],
            "connections": [ {{Line("eerst", "Done", "gevraagd")}}, {{Line("gevraagd", "Done", "daarna")}} ]
            """, TaskThenEvent, "eerst");
        var officer = await A.ProbationOfficer().InAsync(First);
        var cases = await CasesAsync(TaskThenEvent, Pairs, officer);
        await First.ReadAsync(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.Phase, CasePhase.WorkingTogether), Cancel));
        foreach (var @case in cases)
        {
            var task = (await TasksOf(@case)).Single();

            (await TriesAsync(() => CompleteAsync(First, officer, task), () => Second.As(officer).SendAsync(new AskForEvaluationCommand(@case.Id, "Er is iets veranderd."))))
                .ShouldAllBe(failure => failure == null);

            (await TasksOf(@case)).Where(t => t.IsOpen).ShouldHaveSingleItem().Title.ShouldBe("daarna");
        }

        (await First.ReadAsync(db => db.Inbox.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task OneKey_HundredTimesOnBothNodes_HasOneEffectAndOneAnswer()
    {
        var officer = await A.ProbationOfficer().InAsync(First);
        var task = (await TasksOf((await CasesAsync(TestDefinitions.OneTask, 1, officer)).Single())).Single();
        var command = new CompleteHumanTaskCommand(task.Id, "Done", []);

        (await EffectsOnAsync(task)).ShouldBe((0, 0));

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? First : Second).As(officer).SendAsync(command, "sleutel")));

        answers.Distinct().ShouldHaveSingleItem();
        (await EffectsOnAsync(task)).ShouldBe((1, 1));
        await Should.ThrowAsync<IdempotencyKeyReusedException>(Second.As(officer).SendAsync(command with { Outcome = "Later" }, "sleutel"));
    }

    /// <summary>How often the audit log tells that it was done, and how often its step ended.</summary>
    private Task<(int Told, int Ended)> EffectsOnAsync(HumanTask task) => First.ReadAsync(async db => (
        await db.AuditEntries.CountAsync(a => a.Kind == AuditKind.Change && a.SubjectId == task.Id.Value, Cancel),
        await db.Journal.CountAsync(j => j.InstanceId == task.InstanceId && j.ActivityId == task.ActivityId && j.Event == JournalEvent.Completed, Cancel)));

    [Fact]
    public async Task Parent_OfManyChildrenThatEndOnBothNodes_WakesOnceWithAll()
    {
        await ImportAsync($$"""
            "activities": [ { "id": "regel", "type": "Elsa.WriteLine", "text": { "typeName": "String", "expression": { "type": "Literal", "value": "klaar" } } } ], "connections": []
            """, "kind", "regel");
        await ImportAsync($$"""
            "activities": [
              { "id": "elk", "type": "Elsa.ParallelForEach",
                "items": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "Array.from({ length: {{Children}} }, (_, i) => i)" } },
                "body": { "id": "kind", "type": "Elsa.ExecuteWorkflow",
                  "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "kind" } },
                  "waitForCompletion": { "typeName": "Boolean", "expression": { "type": "Literal", "value": true } } } },
              {{Step("daarna")}}
            ],
            "connections": [ {{Line("elk", "Done", "daarna")}} ]
            """, ManyChildren, "elk");
        var @case = (await CasesAsync(ManyChildren, 1)).Single();

        await DeliverAsync(() => BothAsync(host => host.SweepAsync()));

        (await TasksOf(@case)).ShouldHaveSingleItem().Title.ShouldBe("daarna");
        (await First.ReadAsync(db => db.Instances.CountAsync(i => i.ParentId != null && i.Status == WorkflowStatus.Finished, Cancel))).ShouldBe(Children);
    }

    /// <summary>A wait that the case's being stopped ends too, and a task after either.</summary>
    private Task ImportOrStopAsync(string id, string wait) => ImportAsync($$"""
        "activities": [
          { "id": "begin", "type": "Elsa.FlowFork", "branches": { "typeName": "String[]", "expression": { "type": "Object", "value": "[\"A\", \"B\"]" } } },
          {{wait}},
          { "id": "gestopt", "type": "Elsa.Event", "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "stopped" } } },
          { "id": "eerste", "type": "Elsa.FlowJoin", "mode": { "typeName": "String", "expression": { "type": "Literal", "value": "WaitAny" } } },
          {{Step("daarna")}}
        ],
        "connections": [ {{Line("begin", "A", "werk")}}, {{Line("begin", "B", "gestopt")}}, {{Line("werk", "Done", "eerste")}}, {{Line("gestopt", "Done", "eerste")}}, {{Line("eerste", "Done", "daarna")}} ]
        """, id, "begin");

    private async Task<List<CaseUnderTest>> WorkingCasesAsync(string definition, Account officer)
    {
        var cases = await CasesAsync(definition, Pairs, officer);
        await First.ReadAsync(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.Phase, CasePhase.WorkingTogether), Cancel));
        return cases;
    }

    private static StopCaseCommand Stopping(CaseUnderTest @case) => new(@case.Id, ClosureReason.Detention, "Vastgezet.");

    private Task<Dictionary<CaseId, Guid>> TimersAsync() =>
        First.ReadAsync(db => db.DueWork.Where(w => w.Kind == DueWorkKind.Bookmark).ToDictionaryAsync(w => w.CaseId, w => w.Id, Cancel));

    private Task DeliverAsync() => DeliverAsync(First.SweepAsync);

    /// <summary>Sweeps until nothing is under way from one workflow to another.</summary>
    private async Task DeliverAsync(Func<Task> sweep)
    {
        while (await First.ReadAsync(db => db.DueWork.AsNoTracking().FirstOrDefaultAsync(w => w.Kind == DueWorkKind.Inbox, Cancel)) is { } waiting)
        {
            waiting.ParkedAt.ShouldBeNull(waiting.Failure);
            await sweep();
            Pass(TimeSpan.FromMinutes(1)); // what failed is tried again later
        }
    }

    private static string Day(string id) =>
        $$"""{ "id": "{{id}}", "type": "Elsa.Delay", "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "1.00:00:00" } } }""";

    private static string Child(string id, string definition) => $$"""
        { "id": "{{id}}", "type": "Elsa.ExecuteWorkflow",
          "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "{{definition}}" } },
          "waitForCompletion": { "typeName": "Boolean", "expression": { "type": "Literal", "value": true } } }
        """;

    private static string Step(string id, string role = "ProbationOfficer") => $$"""
        { "id": "{{id}}", "type": "Regulatief.CaseTask",
          "title": { "typeName": "String", "expression": { "type": "Literal", "value": "{{id}}" } },
          "role": { "typeName": "String", "expression": { "type": "Literal", "value": "{{role}}" } },
          "termInWorkingDays": { "typeName": "Int32", "expression": { "type": "Literal", "value": 300 } },
          "outcomes": { "typeName": "String[]", "expression": { "type": "Object", "value": "[\"Done\"]" } } }
        """;

    private static string Line(string from, string port, string to) =>
        $$"""{ "source": { "activity": "{{from}}", "port": "{{port}}" }, "target": { "activity": "{{to}}", "port": "In" } }""";

    private Task ImportAsync(string body, string id, string start) => First.ImportAsync(
        $$"""{ "definitionId": "{{id}}", "name": "{{id}}", "version": 1, "root": { "id": "stroom", "type": "Elsa.Flowchart", "start": "{{start}}", {{body}} } }""");

    private async Task<List<CaseUnderTest>> CasesAsync(string definition, int count, Account? officer = null)
    {
        officer ??= await A.ProbationOfficer().InAsync(First);
        var coordinator = await A.Coordinator().InAsync(First);
        var cases = new List<CaseUnderTest>();
        for (var i = 0; i < count; i++) cases.Add(await A.Case().Running(definition).LedBy(officer).CoordinatedBy(coordinator).WithoutClientAccount().InAsync(First));
        return cases;
    }

    private Task<List<HumanTask>> TasksOf(CaseUnderTest @case) =>
        First.ReadAsync(db => db.HumanTasks.AsNoTracking().Where(t => t.CaseId == @case.Id).OrderBy(t => t.Id).ToListAsync(Cancel));

    private static Task<CompleteHumanTaskResult> CompleteAsync(RegulatiefHost host, Account officer, HumanTask task) =>
        host.As(officer).SendAsync(new CompleteHumanTaskCommand(task.Id, "Done", new JsonObject()));

    private void Pass(TimeSpan time)
    {
        First.Clock.Advance(time);
        if (!ReferenceEquals(First, Second)) Second.Clock.Advance(time);
    }

    private Task BothAsync(Func<RegulatiefHost, Task> what) => Task.WhenAll(Task.Run(() => what(First), Cancel), Task.Run(() => what(Second), Cancel));

    /// <summary>Both at once, from a barrier.</summary>
    /// <returns>What each failed with; null for the one that succeeded.</returns>
    private static async Task<Exception?[]> TriesAsync(Func<Task> one, Func<Task> other)
    {
        using var barrier = new Barrier(2);
        return await Task.WhenAll(Try(one), Try(other));

        Task<Exception?> Try(Func<Task> what) => Task.Run(async () =>
        {
            barrier.SignalAndWait();
            try
            {
                await what();
                return null;
            }
            catch (Exception exception) when (exception is ConcurrencyConflictException or NotFoundException or CaseRuleException or ValidationException or DbUpdateException)
            {
                return exception;
            }
        });
    }
}

/// <summary>The nodes that race.</summary>
public abstract class RacingHosts(RegulatiefHost first, RegulatiefHost second) : IAsyncLifetime
{
    public RegulatiefHost First => first;

    public RegulatiefHost Second => second;

    public async ValueTask InitializeAsync()
    {
        await first.InitializeAsync();
        if (!ReferenceEquals(first, second)) await second.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!ReferenceEquals(first, second)) await second.DisposeAsync();
        await first.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class RacingOnSqlite : RacingHosts
{
    public RacingOnSqlite() : this(new SqliteHost())
    {
    }

    private RacingOnSqlite(RegulatiefHost one) : base(one, one)
    {
    }
}

public sealed class RacingOnPostgreSql : RacingHosts
{
    public RacingOnPostgreSql() : this(new PostgreSqlHost())
    {
    }

    private RacingOnPostgreSql(RegulatiefHost first) : base(first, new SecondHost(first.Database.Shared()))
    {
    }

    private sealed class SecondHost(TestDatabase database) : RegulatiefHost(database);
}

public sealed class SqliteRaceTests(RacingOnSqlite hosts) : RaceContract(hosts), IClassFixture<RacingOnSqlite>;

public sealed class PostgreSqlRaceTests(RacingOnPostgreSql hosts) : RaceContract(hosts), IClassFixture<RacingOnPostgreSql>;
