using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>Keeps how a client is reached, for all their cases: by the professional, or by the client.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>role-may-not</c>.</exception>
public sealed record SaveClientContactCommand(CaseId CaseId, string? Phone, string? Email, ContactWay? Prefers) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class SaveClientContactValidator : AbstractValidator<SaveClientContactCommand>
{
    public SaveClientContactValidator()
    {
        RuleFor(c => c.Phone).MustBeATelephone();
        RuleFor(c => c.Email).MustBeAnEmail();
        RuleFor(c => c.Prefers).MustHaveItsNumber(c => c.Phone);
        RuleFor(c => c.Prefers).MustHaveItsAddress(c => c.Email);
    }
}

internal sealed class SaveClientContactHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<SaveClientContactCommand, CaseId>
{
    public async Task<CaseId> Handle(SaveClientContactCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Client);
        (@case.Client.Phone, @case.Client.Email, @case.Client.PreferredContact) = (OrNone(command.Phone), OrNone(command.Email), command.Prefers);
        return @case.Id;
    }

    private static string? OrNone(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;
}
