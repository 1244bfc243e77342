using FluentValidation;
using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

/// <summary>Keeps what somebody looks for, so that the result has an address without a name in it.</summary>
public sealed record StoreCaseSearchCommand(string? Words) : ICommand<Guid>, IMakes<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<CaseSearch>();

    AuditSubject IMakes<Guid>.Made(Guid result) => AuditSubject.Of<CaseSearch>(result);
}

internal sealed class StoreCaseSearchValidator : AbstractValidator<StoreCaseSearchCommand>
{
    public StoreCaseSearchValidator() => RuleFor(c => c.Words).NotEmpty().CanBeSearched();
}

internal static class SearchRules
{
    public static IRuleBuilderOptions<T, string?> CanBeSearched<T>(this IRuleBuilder<T, string?> words) => words
        .MaximumLength(CaseSearch.MaxLength)
        .Must(text => text is null || SearchText.Words(text).Count <= CaseSearch.MaxWords).WithErrorCode("search-words");
}

internal sealed class StoreCaseSearchHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<StoreCaseSearchCommand, Guid>
{
    public Task<Guid> Handle(StoreCaseSearchCommand command, CancellationToken cancellationToken)
    {
        var search = new CaseSearch { AccountId = actor.AccountId, Words = command.Words!, At = time.GetUtcNow() };
        db.CaseSearches.Add(search);
        return Task.FromResult(search.Id);
    }
}
