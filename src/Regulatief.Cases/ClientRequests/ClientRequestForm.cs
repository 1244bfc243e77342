using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.ClientRequests;

public sealed class ClientRequestAnswers
{
    /// <summary>What the client reads back.</summary>
    public string? Answer { get; set; }
}

public sealed record ClientRequestChoices(ClientRequestKind Kind, string? Words, DateTimeOffset AskedAt);

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
        return new ClientRequestChoices(request.Kind, request.Words, request.AskedAt);
    }

    protected override void Check(AbstractValidator<ClientRequestAnswers> rules, TaskFormScope scope) =>
        rules.RuleFor(a => a.Answer).NotEmpty().MaximumLength(2000);

    protected override async Task<string> ApplyAsync(TaskFormScope scope, ClientRequestAnswers answers, CancellationToken cancellationToken)
    {
        var request = await RequestOfAsync(scope, cancellationToken);
        request.Respond(answers.Answer!, scope.Now);
        return Answered;
    }

    private static Task<ClientRequest> RequestOfAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.ClientRequests.SingleAsync(r => r.Id == scope.Task.SubjectId, cancellationToken);
}
