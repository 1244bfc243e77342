using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.ClientRequests;

public sealed class ClientRequestAnswers
{
    /// <summary>What the client reads back.</summary>
    public string? Answer { get; set; }

    /// <summary>Asked of a request for correction.</summary>
    public CorrectionOutcome? Correction { get; set; }

    /// <summary>Asked of a request for the own file, as the two below.</summary>
    public FileDelivery? Delivery { get; set; }

    public DateOnly? DeliveredOn { get; set; }

    public FileReceiver? DeliveredTo { get; set; }
}

/// <param name="Subject">What a correction or an objection is about; null for other kinds.</param>
/// <param name="RecordedBy">The officer who wrote it down for the client; null when the client did.</param>
public sealed record ClientRequestChoices(ClientRequestKind Kind, string? Words, DateTimeOffset AskedAt, DateOnly DueOn, ClientRequestSubject? Subject, string? RecordedBy);

/// <summary>The professional's answer to what a client asked.</summary>
internal sealed class ClientRequestForm : TaskForm<ClientRequestAnswers>
{
    public const string Answered = "Answered";

    public override HumanTaskKind Kind => HumanTaskKind.ClientRequest;

    /// <summary>Closing a case takes no question from its client: the law gives them an answer.</summary>
    public override bool OutlivesCase => true;

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var request = await RequestOfAsync(scope, cancellationToken);
        var subject = request.About is null ? null : await scope.Db.SubjectOfAsync(request, scope.Case, scope.Actor, cancellationToken);
        var names = request.RecordedById is { } by ? await scope.Db.NamesForAsync(scope.Actor.Role, [by], cancellationToken) : [];
        return new ClientRequestChoices(request.Kind, request.Words, request.AskedAt, request.DueOn, subject, names.Values.FirstOrDefault());
    }

    protected override void Check(AbstractValidator<ClientRequestAnswers> rules, TaskFormScope scope) =>
        rules.RuleFor(a => a.Answer).NotEmpty().MaximumLength(2000);

    protected override async Task<string> ApplyAsync(TaskFormScope scope, ClientRequestAnswers answers, CancellationToken cancellationToken)
    {
        var request = await RequestOfAsync(scope, cancellationToken);
        if (request.Kind == ClientRequestKind.OwnFile)
        {
            CheckDelivery(answers, LegalTime.DateOf(request.AskedAt), scope.Today);
            request.Deliver(answers.Delivery!.Value, answers.DeliveredTo, answers.DeliveredOn);
        }

        var outcome = request.Kind == ClientRequestKind.Correction ? Judge(request, answers) : Answered;
        request.Respond(answers.Answer!, scope.Actor.AccountId, scope.Now);
        return outcome;
    }

    private static string Judge(ClientRequest request, ClientRequestAnswers answers)
    {
        var rules = new InlineValidator<ClientRequestAnswers>();
        rules.RuleFor(a => a.Correction).NotNull().IsInEnum();
        rules.ValidateAndThrow(answers);
        request.Judge(answers.Correction!.Value);
        return answers.Correction.Value.ToString();
    }

    /// <summary>Only what is stored says that a file was asked for.</summary>
    private static void CheckDelivery(ClientRequestAnswers answers, DateOnly askedOn, DateOnly today)
    {
        var rules = new InlineValidator<ClientRequestAnswers>();
        rules.RuleFor(a => a.Delivery).NotNull().IsInEnum();
        rules.RuleFor(a => a.DeliveredOn).NotNull().InclusiveBetween(askedOn, today).When(a => a.Delivery != FileDelivery.NotDelivered);
        rules.RuleFor(a => a.DeliveredTo).NotNull().IsInEnum().When(a => a.Delivery != FileDelivery.NotDelivered);
        rules.ValidateAndThrow(answers);
    }

    private static Task<ClientRequest> RequestOfAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.ClientRequests.SingleAsync(r => r.Id == scope.Task.SubjectId, cancellationToken);
}
