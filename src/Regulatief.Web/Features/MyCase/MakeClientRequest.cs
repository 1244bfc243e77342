using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyCase;

/// <summary>The client asks the professional for contact, or for the own file; it becomes a task with a term.</summary>
/// <exception cref="CaseRuleException"><c>client-request-open</c>: the same was asked and waits for an answer.</exception>
public sealed record MakeClientRequestCommand(CaseId CaseId, ClientRequestKind Kind, string? Words) : ICommand<MakeClientRequestResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record MakeClientRequestResult(Guid RequestId);

internal sealed class MakeClientRequestValidator : AbstractValidator<MakeClientRequestCommand>
{
    public MakeClientRequestValidator()
    {
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Words).MaximumLength(2000);
    }
}

internal sealed class MakeClientRequestHandler(RegulatiefDbContext db, Actor actor, TimeProvider time)
    : IRequestHandler<MakeClientRequestCommand, MakeClientRequestResult>
{
    public async Task<MakeClientRequestResult> Handle(MakeClientRequestCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        if (await db.ClientRequests.AnyAsync(r => r.CaseId == @case.Id && r.Kind == command.Kind && r.AnsweredAt == null, cancellationToken))
            throw new CaseRuleException("client-request-open");

        var request = new ClientRequest { CaseId = @case.Id, Kind = command.Kind, Words = command.Words, AskedAt = now };
        var task = request.OpenTask();
        db.ClientRequests.Add(request);
        db.HumanTasks.Add(task);
        db.PromiseTerm(task, ClientRequest.TermOf(request.Kind), now);
        return new MakeClientRequestResult(request.Id);
    }
}
