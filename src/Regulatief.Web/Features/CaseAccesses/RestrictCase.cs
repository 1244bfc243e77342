using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseAccesses;

/// <summary>Keeps a case to those on a list, beside its professional: its coordinators of this moment, and who is put there later.</summary>
/// <exception cref="CaseRuleException"><c>access-already-restricted</c>.</exception>
public sealed record RestrictCaseCommand(CaseId CaseId, string? Reason) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToGuard(CaseId);
}

internal sealed class RestrictCaseValidator : AbstractValidator<RestrictCaseCommand>
{
    public RestrictCaseValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
}

internal sealed class RestrictCaseHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<RestrictCaseCommand, CaseId>
{
    public async Task<CaseId> Handle(RestrictCaseCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseToGuardAsync(command.CaseId, actor, cancellationToken);
        var listed = (await db.CoordinatorsOfAsync(@case, cancellationToken)).Select(id => new PersonInRole(id, AccountRole.Coordinator)).ToList();
        @case.Restrict();
        // A colleague in cover goes on with the work.
        var (own, leading) = (new PersonInRole(actor.AccountId, actor.Role), new PersonInRole(@case.ProfessionalId, AccountRole.ProbationOfficer));
        if (actor.Role != AccountRole.PrivacyOfficer && own != leading && !listed.Contains(own)) listed.Add(own);
        db.CaseAccesses.AddRange(listed.Select(person => new CaseAccess
        {
            CaseId = @case.Id, AccountId = person.AccountId, Role = person.Role, Kind = CaseAccessKind.Listed, Reason = command.Reason!, GivenById = actor.AccountId, From = time.GetUtcNow(),
        }));
        return @case.Id;
    }
}
