using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientRequests;

/// <summary>The client asks the professional for contact, for the own file or for correction, or objects to what is written; it becomes a task with a term.</summary>
/// <remarks>For a client without an account the professional writes down, with them, what is not right or what they see otherwise.</remarks>
/// <param name="About">Asked of a correction and an objection; null for others.</param>
/// <param name="AboutId">Which one of <see cref="ClientRequestSubjects"/>; null where that names none.</param>
/// <exception cref="ValidationException">It is about nothing that the client may know of.</exception>
/// <exception cref="CaseRuleException">
/// <c>client-request-open</c>: the same was asked and waits for an answer; <c>client-request-own</c>: the client has an account; <c>role-may-not</c>.
/// </exception>
public sealed record MakeClientRequestCommand(CaseId CaseId, ClientRequestKind Kind, string? Words, ClientRequestAbout? About = null, Guid? AboutId = null)
    : ICommand<MakeClientRequestResult>, IConcernsCase
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
        When(c => ClientRequest.IsAboutText(c.Kind), () =>
        {
            RuleFor(c => c.About).NotNull().IsInEnum();
            RuleFor(c => c.Words).NotEmpty();
        });
    }
}

internal sealed class MakeClientRequestHandler(RegulatiefDbContext db, Actor actor, TimeProvider time)
    : IRequestHandler<MakeClientRequestCommand, MakeClientRequestResult>
{
    public async Task<MakeClientRequestResult> Handle(MakeClientRequestCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        await db.RefuseUnlessMayAskAsync(@case, command.Kind, actor, cancellationToken);
        var (about, aboutId) = ClientRequest.IsAboutText(command.Kind) ? (command.About, command.AboutId) : (null, null);
        if (about is not null && !(await db.SubjectsOfRequestsAsync(@case, actor, cancellationToken)).Any(s => s.About == about && s.Id == aboutId))
            throw new ValidationException([new ValidationFailure(nameof(command.About), "") { ErrorCode = "no-such-choice" }]);
        if (await db.ClientRequests.Waiting().AnyAsync(r => r.CaseId == @case.Id && r.Kind == command.Kind && r.About == about && r.AboutId == aboutId, cancellationToken))
            throw new CaseRuleException("client-request-open");

        var request = new ClientRequest
        {
            CaseId = @case.Id, Kind = command.Kind, Words = command.Words, About = about, AboutId = aboutId, AskedAt = now,
            RecordedById = actor.Role == AccountRole.Client ? null : actor.AccountId,
        };
        var task = request.OpenTask();
        db.ClientRequests.Add(request);
        db.HumanTasks.Add(task);
        db.PromiseTerm(task, ClientRequest.TermOf(request.Kind), WorkingCalendar.OfLaw, now);
        return new MakeClientRequestResult(request.Id);
    }
}

internal static class WhoAsks
{
    /// <summary>A client asks what they like. The professional writes down for one without an account what is not right, or what they see otherwise.</summary>
    public static async Task RefuseUnlessMayAskAsync(this RegulatiefDbContext db, Case @case, ClientRequestKind kind, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role == AccountRole.Client) return;
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        if (!ClientRequest.IsAboutText(kind) || await db.HasOwnAccountAsync(@case.Client, cancellationToken)) throw new CaseRuleException("client-request-own");
    }
}
