using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.CaseActions;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.VolunteerLeavings;

/// <summary>A case of the shipped cycle whose volunteer leaves in four weeks.</summary>
public abstract class LeavingTest(SqliteHost host) : CaseActionTest(host)
{
    protected CaseUnderTest Case { get; private set; } = null!;

    protected Person Volunteer => As(Case.Volunteer.Account);

    protected Person Officer => As(Case.Officer);

    protected Person Coordinator => As(Case.Coordinator);

    protected Person Client => As(Case.Client!);

    protected DateOnly LastDay => Today.AddDays(28);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Case = await GivenCaseAt(CasePhase.WorkingTogether);
    }

    protected Task<CaseId> Leave(DateOnly? lastDay = null) => Volunteer.SendAsync(new LetVolunteerLeaveCommand(Case.Id, Reason, lastDay ?? LastDay));

    /// <summary>The coordinator names somebody of the project.</summary>
    protected async Task<VolunteerUnderTest> Succeeded(VolunteerUnderTest? successor = null)
    {
        successor ??= await Given(A.Volunteer().Named("Opvolger", $"Nummer {A.NextNumber()}").In(Case.Project));
        (await Complete(Case, HumanTaskKind.Successor, new SuccessorAnswers { HasSuccessor = true, SuccessorId = successor.Id.Value, Motivation = "Woont dichtbij." })).Outcome.ShouldBe("Found");
        return successor;
    }

    /// <summary>Until the day after the last one.</summary>
    protected Task<int> ComeToTheDay() => Host.PassAsync(TimeSpan.FromDays(29));

    protected Task<VolunteerLeaving> Stored() => Read(db => db.VolunteerLeavings.Include(l => l.Items).AsNoTracking().SingleAsync(l => l.CaseId == Case.Id, Cancel));

    protected Task<DueWork?> Promised() => Read(db => db.DueWork.AsNoTracking().SingleOrDefaultAsync(w => w.Kind == DueWorkKind.VolunteerLeaving, Cancel));

    protected Task<bool> IsOpen(HumanTaskKind kind) => Read(db => db.HumanTasks.AnyAsync(t => t.CaseId == Case.Id && t.Kind == kind && t.Status == HumanTaskStatus.Open, Cancel));

    protected Task<List<NoticeKind>> NoticesOf(Account account) => Read(db => db.Notices.Where(n => n.AccountId == account.Id).OrderBy(n => n.At).Select(n => n.Kind).ToListAsync(Cancel));

    /// <summary>The client said at an evaluation that there is nobody else.</summary>
    protected Task GivenOnlyContact() => Host.WriteAsync(db => db.Evaluations.Add(new Evaluation
    {
        CaseId = Case.Id, Round = 1, HeldOn = Today, QualityOfLife = 5, RelationWithVolunteer = 5, ClientsWords = "Ik heb verder niemand.", IsOnlyContact = true, ClientSatisfaction = 4,
        VolunteerSatisfaction = 4, ProfessionalSatisfaction = 4, CooperationForm = CooperationForm.GoalDirected, Conclusion = EvaluationConclusion.NextRound, ConclusionReason = "Gaat goed.",
        RecordedById = Case.Officer.Id, RecordedAt = Clock.GetUtcNow(),
    }));

    protected static async Task<string> RefusalOf(Task attempt) => (await Should.ThrowAsync<Regulatief.Cases.CaseRuleException>(attempt)).Code;
}
