using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>The professional writes down that the client agrees that their volunteer may know how to reach them.</summary>
/// <param name="GivenOn">Not in the future, not before the volunteer and the client were paired.</param>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>case-no-volunteer</c>, <c>contact-consent-there</c>, <c>case-closed</c>, <c>role-may-not</c>.</exception>
public sealed record GiveContactConsentCommand(CaseId CaseId, DateOnly? GivenOn) : ICommand<GiveContactConsentResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="ShowsSomething">Whether there is anything of the client that the volunteer sees now.</param>
public sealed record GiveContactConsentResult(Guid Id, bool ShowsSomething);

internal sealed class GiveContactConsentValidator : AbstractValidator<GiveContactConsentCommand>
{
    public GiveContactConsentValidator(TimeProvider time) => RuleFor(c => c.GivenOn).NotNull().LessThanOrEqualTo(time.Today());
}

internal sealed class GiveContactConsentHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<GiveContactConsentCommand, GiveContactConsentResult>
{
    public async Task<GiveContactConsentResult> Handle(GiveContactConsentCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        @case.RefuseIfClosed();
        if (@case.CurrentAssignment is not { } pairing) throw new CaseRuleException("case-no-volunteer", @case.Number);
        if (command.GivenOn < LegalTime.DateOf(pairing.From)) throw new ValidationException([new ValidationFailure(nameof(command.GivenOn), "") { ErrorCode = "contact-consent-early" }]);
        if (await db.ContactConsents.LastingIn(@case).AnyAsync(cancellationToken)) throw new CaseRuleException("contact-consent-there");

        var consent = new ContactConsent
        {
            CaseId = @case.Id, VolunteerId = pairing.VolunteerId, GivenOn = command.GivenOn!.Value, RecordedById = actor.AccountId, RecordedAt = time.GetUtcNow(),
        };
        db.ContactConsents.Add(consent);
        return new GiveContactConsentResult(consent.Id, @case.Client is not { Phone: null, Email: null });
    }
}
