using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Clients;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientCorrections;

/// <summary>Puts right who a client is, for all their cases: what stood there is kept, and who leads another running case of theirs is told (AVG, articles 16 and 19).</summary>
/// <remarks>Of a closed case too: the duty to be right about somebody lasts as long as what is kept of them.</remarks>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>correction-changes-nothing</c>.</exception>
public sealed record CorrectClientCommand(CaseId CaseId, string? FirstName, string? LastName, DateOnly? BornOn, string? Reason) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class CorrectClientValidator : AbstractValidator<CorrectClientCommand>
{
    public CorrectClientValidator(TimeProvider time)
    {
        RuleFor(c => c.FirstName).NameOfClient();
        RuleFor(c => c.LastName).NameOfClient();
        RuleFor(c => c.BornOn).BirthOfClient(time.Today());
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class CorrectClientHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<CorrectClientCommand, CaseId>
{
    public async Task<CaseId> Handle(CorrectClientCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);

        var (client, now) = (@case.Client, time.GetUtcNow());
        db.ClientCorrections.AddRange(client.Correct(command.FirstName!, command.LastName!, command.BornOn!.Value, command.Reason!, actor.AccountId, now));
        if (client.AccountId is { } accountId) (await db.Accounts.SingleAsync(a => a.Id == accountId, cancellationToken)).DisplayName = client.FullName;

        var others = await db.Cases.Where(c => c.ClientId == @case.ClientId && c.ClosedAt == null && c.ProfessionalId != actor.AccountId).Select(c => new { c.Id, c.ProfessionalId }).ToListAsync(cancellationToken);
        db.Notices.AddRange(others.Select(c => new Notice { AccountId = c.ProfessionalId, Role = AccountRole.ProbationOfficer, Kind = NoticeKind.ClientCorrected, CaseId = c.Id, At = now }));
        return @case.Id;
    }
}
