using FluentValidation;
using FluentValidation.Results;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.SafetyChecks;

namespace Regulatief.Cases.TaskDivisions;

/// <param name="Goals">Those worked on.</param>
/// <param name="IsNewRound">Whether an earlier division is shown as a start.</param>
public sealed record TaskDivisionChoices(IReadOnlyList<GoalChoice> Goals, bool IsNewRound);

public sealed record GoalChoice(Guid Id, string Text, LifeDomain LifeDomain);

/// <summary>Client, volunteer and professional divide the tasks and agree how often they meet.</summary>
internal sealed class TaskDivisionForm : TaskForm<TaskDivisionAnswers>
{
    internal const int ProposedRhythmInWeeks = 6;
    internal const int ProposedRoundInMonths = 6;
    private const int BlankGoals = 3;

    public override HumanTaskKind Kind => HumanTaskKind.TaskDivision;

    public override async Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var answers = await EarlierAsync(scope, cancellationToken) is { } earlier ? FromEarlier(earlier, scope.Case) : new TaskDivisionAnswers();
        var goals = scope.Case.GoalsWorkedOn.ToList();

        answers.Tasks.AddRange(goals.Where(goal => answers.Tasks.TrueForAll(t => t.GoalId != goal.Id.Value)).Select(goal => new DividedTaskAnswer { GoalId = goal.Id.Value }));
        if (answers.Tasks.Count == 0) answers.AddRow();
        answers.NewGoals.AddRange(Enumerable.Range(0, goals.Count == 0 ? BlankGoals : 1).Select(_ => new NewGoalAnswer { Key = Guid.CreateVersion7() }));
        answers.MeetingRhythmInWeeks ??= ProposedRhythmInWeeks;
        answers.EvaluateFrom = scope.Today.AddMonths(ProposedRoundInMonths);
        answers.ContactRoute = scope.Case.ContactRoute;
        answers.Location ??= (await scope.Db.SafetyChecks.Where(c => c.CaseId == scope.Case.Id).OrderByDescending(c => c.DecidedAt).FirstOrDefaultAsync(cancellationToken))?.Decided;
        return answers;
    }

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken) => new TaskDivisionChoices(
        [.. scope.Case.GoalsWorkedOn.Select(g => new GoalChoice(g.Id.Value, g.Text, g.LifeDomain))],
        await scope.Db.TaskDivisions.AnyAsync(d => d.CaseId == scope.Case.Id, cancellationToken));

    protected override void Check(AbstractValidator<TaskDivisionAnswers> rules, TaskFormScope scope)
    {
        rules.RuleForEach(a => a.NewGoals).Where(g => !string.IsNullOrWhiteSpace(g.Text)).ChildRules(goal =>
        {
            goal.RuleFor(g => g.Text).MaximumLength(500);
            goal.RuleFor(g => g.Kind).NotNull().IsInEnum();
            goal.RuleFor(g => g.LifeDomain).NotNull().IsInEnum();
        });
        rules.RuleFor(a => a.NewGoals).Must((a, _) => a.FilledGoals().Select(g => g.Key).Distinct().Count() == a.FilledGoals().Count()).WithErrorCode("goal-keys-alike");

        rules.RuleFor(a => a.Tasks).Must((a, _) => a.FilledTasks().Any()).WithErrorCode("division-without-tasks");
        rules.RuleForEach(a => a.Tasks).Where(t => t.IsFilled()).ChildRules(task =>
        {
            task.RuleFor(t => t.GoalId).NotNull();
            task.RuleFor(t => t.Description).NotEmpty().MaximumLength(1000);
            task.RuleFor(t => t.Owner).NotNull().IsInEnum();
        });
        rules.RuleFor(a => a).Custom((answers, context) => CheckGoalsOfTasks(answers, context, scope.Case));

        rules.RuleFor(a => a.SharedVision).NotEmpty().MaximumLength(4000);
        rules.RuleFor(a => a.ClientContactTimes).NotNull().InclusiveBetween(1, 31);
        rules.RuleFor(a => a.ClientContactPer).NotNull().IsInEnum();
        rules.RuleFor(a => a.ProfessionalContactTimes).NotNull().InclusiveBetween(1, 31);
        rules.RuleFor(a => a.ProfessionalContactPer).NotNull().IsInEnum();
        rules.RuleFor(a => a.MeetingRhythmInWeeks).NotNull().InclusiveBetween(1, 26);
        rules.RuleFor(a => a.FirstMeetingOn).NotNull().GreaterThanOrEqualTo(scope.Today).LessThanOrEqualTo(scope.YearAhead).OnWorkingDay(scope);
        rules.RuleFor(a => a.EvaluateFrom).NotNull().GreaterThanOrEqualTo(scope.Today).LessThanOrEqualTo(scope.YearAhead);
        rules.RuleFor(a => a.EvaluateFrom).Must((a, from) => from is null || a.FirstMeetingOn is null || from >= a.FirstMeetingOn).WithErrorCode("evaluation-before-meeting");
        rules.RuleFor(a => a.Location).NotNull().IsInEnum();
        rules.RuleFor(a => a.ContactRoute).NotNull().IsInEnum();
        rules.RuleFor(a => a.BudgetInEuros).InclusiveBetween(0, 100_000);
        rules.RuleFor(a => a.ClientAgrees).Equal(true).WithErrorCode("division-not-agreed");
        rules.RuleFor(a => a.VolunteerAgrees).Equal(true).WithErrorCode("division-not-agreed");
        rules.RuleFor(a => a.ProfessionalAgrees).Equal(true).WithErrorCode("division-not-agreed");
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, TaskDivisionAnswers answers, CancellationToken cancellationToken)
    {
        if (!await scope.Db.SafetyChecks.AllowAsync(scope.Case.Id, answers.Location!.Value, cancellationToken)) throw Wrong(nameof(answers.Location), "place-not-safe");
        var @case = scope.Case;
        var added = answers.FilledGoals().ToDictionary(g => g.Key, g => new Goal
        {
            CaseId = @case.Id,
            Text = g.Text!,
            Kind = g.Kind!.Value,
            LifeDomain = g.LifeDomain!.Value,
            AddedAt = scope.Now,
        });
        @case.Goals.AddRange(added.Values);

        var division = new TaskDivision
        {
            CaseId = @case.Id,
            Round = @case.Round,
            VolunteerWithClient = new ContactFrequency(answers.ClientContactTimes!.Value, answers.ClientContactPer!.Value),
            VolunteerWithProfessional = new ContactFrequency(answers.ProfessionalContactTimes!.Value, answers.ProfessionalContactPer!.Value),
            MeetingRhythmInWeeks = answers.MeetingRhythmInWeeks!.Value,
            EvaluateFrom = answers.EvaluateFrom!.Value,
            Location = answers.Location.Value,
            SharedVision = answers.SharedVision,
            BudgetInCents = answers.BudgetInEuros is { } euros ? (int)decimal.Round(euros * 100) : null,
            AgreedAt = scope.Now,
            RecordedById = scope.Actor.AccountId,
            Tasks = [.. answers.FilledTasks().Select((task, order) => new DividedTask
            {
                GoalId = added.TryGetValue(task.GoalId!.Value, out var goal) ? goal.Id : GoalId.From(task.GoalId.Value),
                Description = task.Description!,
                Owner = task.Owner!.Value,
                Order = order,
            })],
        };
        scope.Db.TaskDivisions.Add(division);

        @case.MeetingRhythmInWeeks = division.MeetingRhythmInWeeks;
        @case.EvaluateFrom = division.EvaluateFrom;
        @case.NextMeetingOn = answers.FirstMeetingOn;
        @case.ContactRoute = answers.ContactRoute!.Value;
        scope.Tell(TimelineKind.TaskDivisionAgreed, division.Id);
        return "Done";
    }

    private static void CheckGoalsOfTasks(TaskDivisionAnswers answers, ValidationContext<TaskDivisionAnswers> context, Case @case)
    {
        var known = @case.GoalsWorkedOn.Select(g => g.Id.Value).Concat(answers.FilledGoals().Select(g => g.Key)).ToHashSet();
        foreach (var (index, task) in answers.Tasks.Index())
            if (task.IsFilled() && task.GoalId is { } goal && !known.Contains(goal))
                context.AddFailure(new ValidationFailure($"Tasks[{index}].GoalId", "") { ErrorCode = "goal-not-of-case" });
    }

    private static Task<TaskDivision?> EarlierAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.TaskDivisions.AsNoTracking().Where(d => d.CaseId == scope.Case.Id).OrderByDescending(d => d.AgreedAt).FirstOrDefaultAsync(cancellationToken);

    private static TaskDivisionAnswers FromEarlier(TaskDivision earlier, Case @case) => new()
    {
        Tasks = [.. earlier.Tasks.OrderBy(t => t.Order).Where(t => @case.GoalsWorkedOn.Any(g => g.Id == t.GoalId))
            .Select(t => new DividedTaskAnswer { GoalId = t.GoalId.Value, Description = t.Description, Owner = t.Owner })],
        SharedVision = earlier.SharedVision,
        ClientContactTimes = earlier.VolunteerWithClient.Times,
        ClientContactPer = earlier.VolunteerWithClient.Per,
        ProfessionalContactTimes = earlier.VolunteerWithProfessional.Times,
        ProfessionalContactPer = earlier.VolunteerWithProfessional.Per,
        MeetingRhythmInWeeks = earlier.MeetingRhythmInWeeks,
        Location = earlier.Location,
        BudgetInEuros = earlier.BudgetInCents / 100m,
    };
}
