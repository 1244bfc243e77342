using FluentValidation;
using FluentValidation.Results;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Evaluations;

/// <param name="Goals">Those worked on, in the order of the answers.</param>
/// <param name="QualityOfLifeAtStart">As the intake has it; null when it was not asked.</param>
/// <param name="Earlier">Null at the first evaluation.</param>
/// <param name="Logged">What the volunteer logged since the last evaluation, most often first: a help to remember.</param>
public sealed record EvaluationChoices(
    IReadOnlyList<EvaluatedGoal> Goals, int? QualityOfLifeAtStart, EarlierEvaluation? Earlier, IReadOnlyList<LoggedActivities> Logged, CooperationForm CooperationForm);

public sealed record EvaluatedGoal(Guid Id, string Text, LifeDomain LifeDomain, int? EarlierProgress);

public sealed record EarlierEvaluation(
    DateOnly HeldOn, int QualityOfLife, int RelationWithVolunteer, int ClientSatisfaction, int VolunteerSatisfaction, int ProfessionalSatisfaction,
    IReadOnlyList<EarlierCondition> Conditions);

public sealed record EarlierCondition(CooperationCondition Condition, int? ByVolunteer, int? ByProfessional);

public sealed record LoggedActivities(VolunteerActivityCategory Category, int Count);

/// <summary>How it goes, asked of each of the three, and what next. A conclusion to close opens the closure; it closes nothing itself.</summary>
internal sealed class EvaluationForm : TaskForm<EvaluationAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.Evaluation;

    public override Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken) => Task.FromResult<object>(new EvaluationAnswers
    {
        HeldOn = scope.Today,
        Goals = [.. scope.Case.GoalsWorkedOn.Select(g => new GoalProgressAnswer { GoalId = g.Id.Value })],
        Conditions = [.. Enum.GetValues<CooperationCondition>().Select(c => new ConditionAnswer { Condition = c })],
        CooperationForm = scope.Case.CooperationForm,
        CooperationFormReason = scope.Case.CooperationFormReason,
    });

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var caseId = scope.Case.Id;
        var earlier = await scope.Db.Evaluations.AsNoTracking().Where(e => e.CaseId == caseId).OrderByDescending(e => e.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        var atStart = await scope.Db.Intakes.Where(i => i.CaseId == caseId).OrderBy(i => i.RecordedAt).Select(i => i.QualityOfLife).FirstOrDefaultAsync(cancellationToken);
        var since = earlier?.HeldOn ?? LegalTime.DateOf(scope.Case.OpenedAt);
        var logged = await scope.Db.VolunteerActivities.Where(a => a.CaseId == caseId && a.On >= since)
            .GroupBy(a => a.Category).Select(g => new LoggedActivities(g.Key, g.Count())).ToListAsync(cancellationToken);

        // Signalling is the volunteer's own until a signal is shared, so a logged one is no reminder for others.
        logged.RemoveAll(l => l.Category == VolunteerActivityCategory.Signalling);
        return new EvaluationChoices(
            [.. scope.Case.GoalsWorkedOn.Select(g => new EvaluatedGoal(g.Id.Value, g.Text, g.LifeDomain, earlier?.Goals.Find(p => p.GoalId == g.Id)?.Progress))],
            atStart,
            earlier is null ? null : Shown(earlier),
            [.. logged.OrderByDescending(l => l.Count)],
            scope.Case.CooperationForm);
    }

    /// <summary>Goals may have been added or ended since: each that is worked on is asked, with what was filled in for it.</summary>
    public override object? GoOnWith(string draftJson, object opened)
    {
        if (base.GoOnWith(draftJson, opened) is not EvaluationAnswers draft) return null;
        draft.Goals = [.. ((EvaluationAnswers)opened).Goals.Select(goal => draft.Goals.Find(kept => kept.GoalId == goal.GoalId) ?? goal)];
        return draft;
    }

    protected override void Check(AbstractValidator<EvaluationAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.HeldOn).NotNull().GreaterThanOrEqualTo(LegalTime.DateOf(scope.Case.OpenedAt)).LessThanOrEqualTo(scope.Today);
        rules.RuleFor(a => a).Custom((answers, context) => CheckGoals(answers, context, scope.Case));
        rules.RuleForEach(a => a.Goals).ChildRules(goal =>
        {
            goal.RuleFor(g => g.Progress).NotNull().InclusiveBetween(1, 5);
            goal.RuleFor(g => g.Note).MaximumLength(2000);
        });
        rules.RuleFor(a => a.Conditions)
            .Must(conditions => conditions.Select(c => c.Condition).Order().SequenceEqual(Enum.GetValues<CooperationCondition>())).WithErrorCode("conditions-five");
        rules.RuleForEach(a => a.Conditions).ChildRules(condition =>
        {
            condition.RuleFor(c => c.ByVolunteer).NotNull().InclusiveBetween(1, 5);
            condition.RuleFor(c => c.ByProfessional).NotNull().InclusiveBetween(1, 5);
        });
        rules.RuleForEach(a => a.ActivitiesByClient).IsInEnum();
        rules.RuleForEach(a => a.ActivitiesByVolunteer).IsInEnum();
        rules.RuleForEach(a => a.ActivitiesByProfessional).IsInEnum();

        rules.RuleFor(a => a.QualityOfLife).NotNull().InclusiveBetween(1, 10);
        rules.RuleFor(a => a.ClientsWords).NotEmpty().MaximumLength(4000);
        rules.RuleFor(a => a.RelationWithVolunteer).NotNull().InclusiveBetween(1, 5);
        rules.RuleFor(a => a.IsOnlyContact).NotNull();
        rules.RuleFor(a => a.ClientSatisfaction).NotNull().InclusiveBetween(1, 5);
        rules.RuleFor(a => a.VolunteerSatisfaction).NotNull().InclusiveBetween(1, 5);
        rules.RuleFor(a => a.ProfessionalSatisfaction).NotNull().InclusiveBetween(1, 5);
        rules.RuleFor(a => a.CooperationForm).NotNull().IsInEnum().NotEqual(CooperationForm.ControlDirected).WithErrorCode("form-not-offered");
        rules.RuleFor(a => a.CooperationFormReason).NotEmpty().MaximumLength(2000).When(a => a.CooperationForm == CooperationForm.NoCooperation);
        rules.RuleFor(a => a.Conclusion).NotNull().IsInEnum();
        rules.RuleFor(a => a.ConclusionReason).NotEmpty().MaximumLength(4000);
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, EvaluationAnswers answers, CancellationToken cancellationToken)
    {
        if (await LooksBackOnNothingAsync(scope, answers.HeldOn!.Value, cancellationToken)) throw Wrong(nameof(answers.HeldOn), "evaluation-before-round");

        var evaluation = new Evaluation
        {
            CaseId = scope.Case.Id,
            Round = scope.Case.Round,
            HeldOn = answers.HeldOn.Value,
            QualityOfLife = answers.QualityOfLife!.Value,
            RelationWithVolunteer = answers.RelationWithVolunteer!.Value,
            ClientsWords = answers.ClientsWords!,
            IsOnlyContact = answers.IsOnlyContact!.Value,
            ClientSatisfaction = answers.ClientSatisfaction!.Value,
            VolunteerSatisfaction = answers.VolunteerSatisfaction!.Value,
            ProfessionalSatisfaction = answers.ProfessionalSatisfaction!.Value,
            CooperationForm = answers.CooperationForm!.Value,
            Conclusion = answers.Conclusion!.Value,
            ConclusionReason = answers.ConclusionReason!,
            RecordedById = scope.Actor.AccountId,
            RecordedAt = scope.Now,
            Goals = [.. answers.Goals.Select(g => new GoalProgress { GoalId = GoalId.From(g.GoalId), Progress = g.Progress!.Value, Note = g.Note })],
            Conditions = [.. answers.Conditions.SelectMany(RatingsOf)],
            Activities =
            [
                .. NamedBy(CaseRole.Client, answers.ActivitiesByClient),
                .. NamedBy(CaseRole.Volunteer, answers.ActivitiesByVolunteer),
                .. NamedBy(CaseRole.Professional, answers.ActivitiesByProfessional),
            ],
        };
        scope.Db.Evaluations.Add(evaluation);
        scope.Case.CooperationForm = evaluation.CooperationForm;
        scope.Case.CooperationFormReason = evaluation.CooperationForm == CooperationForm.GoalDirected ? null : answers.CooperationFormReason;
        scope.Tell(TimelineKind.EvaluationHeld, evaluation.Id.Value, evaluation.ConclusionReason);
        return evaluation.Conclusion.ToString();
    }

    /// <summary>An evaluation looks back: on the tasks as they were divided in this round, and on the last talk.</summary>
    private static async Task<bool> LooksBackOnNothingAsync(TaskFormScope scope, DateOnly heldOn, CancellationToken cancellationToken)
    {
        var (caseId, round, end) = (scope.Case.Id, scope.Case.Round, LegalTime.EndOf(heldOn));
        return await scope.Db.Meetings.AnyAsync(m => m.CaseId == caseId && m.HeldOn > heldOn, cancellationToken)
            || await scope.Db.TaskDivisions.AnyAsync(d => d.CaseId == caseId && d.Round == round && d.AgreedAt >= end, cancellationToken);
    }

    private static void CheckGoals(EvaluationAnswers answers, ValidationContext<EvaluationAnswers> context, Case @case)
    {
        var open = @case.GoalsWorkedOn.Select(g => g.Id.Value).ToHashSet();
        foreach (var (index, goal) in answers.Goals.Index())
            if (!open.Remove(goal.GoalId)) context.AddFailure(new ValidationFailure($"Goals[{index}].GoalId", "") { ErrorCode = "goal-not-of-case" });
        if (open.Count > 0) context.AddFailure(new ValidationFailure("Goals", "") { ErrorCode = "goals-not-all-rated" });
    }

    private static IEnumerable<ConditionRating> RatingsOf(ConditionAnswer answer) =>
    [
        new() { Condition = answer.Condition, By = CaseRole.Volunteer, Score = answer.ByVolunteer!.Value },
        new() { Condition = answer.Condition, By = CaseRole.Professional, Score = answer.ByProfessional!.Value },
    ];

    private static IEnumerable<NamedActivity> NamedBy(CaseRole party, IEnumerable<VolunteerActivityCategory> categories) =>
        categories.Distinct().Select(category => new NamedActivity { Category = category, By = party });

    private static EarlierEvaluation Shown(Evaluation earlier) => new(
        earlier.HeldOn, earlier.QualityOfLife, earlier.RelationWithVolunteer, earlier.ClientSatisfaction, earlier.VolunteerSatisfaction, earlier.ProfessionalSatisfaction,
        [.. earlier.Conditions.GroupBy(c => c.Condition).Select(g => new EarlierCondition(
            g.Key, g.FirstOrDefault(c => c.By == CaseRole.Volunteer)?.Score, g.FirstOrDefault(c => c.By == CaseRole.Professional)?.Score))]);
}
