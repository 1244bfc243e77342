using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Contacts;

public sealed class ContactRequestAnswers
{
    /// <summary>False when there can be none.</summary>
    public bool? IsMade { get; set; }

    /// <summary>Asked of contact that was made, as the way.</summary>
    public DateOnly? On { get; set; }

    public ContactWay? Way { get; set; }

    /// <summary>Asked when there can be none.</summary>
    public string? Reason { get; set; }
}

/// <param name="Asker">Who asks, with how they are reached; null when that place is empty now.</param>
public sealed record ContactRequestChoices(CaseRole AskedBy, PartyContact? Asker, string Words, ContactWay Way, DateTimeOffset AskedAt, DateTimeOffset? PassedOnAt);

/// <summary>The answer to who asked for contact: it was made, or it cannot be.</summary>
internal sealed class ContactRequestForm : TaskForm<ContactRequestAnswers>
{
    public const string Made = "Made";
    public const string NotPossible = "NotPossible";

    public override HumanTaskKind Kind => HumanTaskKind.ContactRequest;

    public override Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken) => ChoicesOfAsync(scope, cancellationToken);

    /// <summary>What was asked, for who answers and for who passes it on.</summary>
    internal static async Task<object?> ChoicesOfAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var request = await RequestOfAsync(scope, cancellationToken);
        var contacts = await scope.Db.ContactsOfAsync(scope.Case, scope.Actor, isWork: true, cancellationToken);
        return new ContactRequestChoices(request.AskedBy, contacts.FirstOrDefault(c => c.Party == request.AskedBy), request.Words, request.Way, request.AskedAt, request.PassedOnAt);
    }

    internal static Task<ContactRequest> RequestOfAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.ContactRequests.SingleAsync(r => r.Id == scope.Task.SubjectId, cancellationToken);

    protected override void Check(AbstractValidator<ContactRequestAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.IsMade).NotNull();
        rules.When(a => a.IsMade == true, () =>
        {
            rules.RuleFor(a => a.On).NotNull().GreaterThanOrEqualTo(scope.PairedSince).LessThanOrEqualTo(scope.Today);
            rules.RuleFor(a => a.Way).NotNull().IsInEnum();
        });
        rules.RuleFor(a => a.Reason).NotEmpty().When(a => a.IsMade == false);
        rules.RuleFor(a => a.Reason).MaximumLength(ContactRequest.MaxReason);
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, ContactRequestAnswers answers, CancellationToken cancellationToken)
    {
        var request = await RequestOfAsync(scope, cancellationToken);
        if (answers.IsMade!.Value) request.Make(answers.On!.Value, answers.Way!.Value, scope.Actor.AccountId, scope.Now);
        else request.Decline(answers.Reason!, scope.Actor.AccountId, scope.Now);
        scope.TellAsker(request);
        scope.Tell(TimelineKind.TaskCompleted, scope.Task.Id.Value, scope.Task.Title);
        return request.IsMade == true ? Made : NotPossible;
    }
}
