using FluentValidation;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;

namespace Regulatief.Cases.Contacts;

public sealed class PassOnContactAnswers
{
    public bool? PassesOn { get; set; }

    /// <summary>Asked when it is not passed on: the asker reads it.</summary>
    public string? Reason { get; set; }
}

/// <summary>The coordinator through whom contact goes passes on that it is asked for, or tells the asker why not.</summary>
internal sealed class PassOnContactForm : TaskForm<PassOnContactAnswers>
{
    public const string PassedOn = "PassedOn";
    public const string NotPassedOn = "NotPassedOn";

    public override HumanTaskKind Kind => HumanTaskKind.PassOnContact;

    public override Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken) => ContactRequestForm.ChoicesOfAsync(scope, cancellationToken);

    protected override void Check(AbstractValidator<PassOnContactAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.PassesOn).NotNull();
        rules.RuleFor(a => a.Reason).NotEmpty().When(a => a.PassesOn == false);
        rules.RuleFor(a => a.Reason).MaximumLength(ContactRequest.MaxReason);
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, PassOnContactAnswers answers, CancellationToken cancellationToken)
    {
        var request = await ContactRequestForm.RequestOfAsync(scope, cancellationToken);
        scope.Tell(TimelineKind.TaskCompleted, scope.Task.Id.Value, scope.Task.Title);
        if (answers.PassesOn == false)
        {
            request.Decline(answers.Reason!, scope.Actor.AccountId, scope.Now);
            scope.TellAsker(request);
            return NotPassedOn;
        }

        request.PassOn(scope.Actor.AccountId, scope.Now);
        var calendar = await scope.Db.CalendarAsync(cancellationToken);
        var task = request.OpenTask(calendar);
        scope.Db.HumanTasks.Add(task);
        scope.Db.PromiseTerm(task, request.Term, calendar, scope.Now, scope.Case.IsPaused);
        return PassedOn;
    }
}
