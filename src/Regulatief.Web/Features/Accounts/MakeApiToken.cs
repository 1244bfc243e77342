using System.Text.Json.Serialization;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Makes a personal token, with which a program of one's own acts in the API.</summary>
/// <exception cref="ValidationException">A field is missing or wrong, or the role is none of the account.</exception>
/// <exception cref="CaseRuleException"><c>tokens-many</c>.</exception>
public sealed record MakeApiTokenCommand : ICommand<ApiTokenMade>, IStepsUp
{
    public string? Name { get; init; }

    public ApiTokenScope? Scope { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>In which it acts; null for the only one of the account.</summary>
    public AccountRole? Role { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<ApiToken>();
}

public sealed record ApiTokenMade(Guid Id, string Name)
{
    /// <summary>Shown once. Not kept with the result: who repeats the request gets none.</summary>
    [JsonIgnore]
    public string? Token { get; init; }
}

internal sealed class MakeApiTokenValidator : AbstractValidator<MakeApiTokenCommand>
{
    public MakeApiTokenValidator(TimeProvider time)
    {
        RuleFor(c => c.Name).NotEmpty().MaximumLength(ApiToken.MaxName);
        RuleFor(c => c.Scope).NotNull().IsInEnum();
        RuleFor(c => c.Until).NotNull();
        RuleFor(c => c.Until).Must(until => until >= time.Today() && until <= time.Today().AddDays(ApiToken.LongestInDays)).When(c => c.Until is not null).WithErrorCode("token-until");
    }
}

internal sealed class MakeApiTokenHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<MakeApiTokenCommand, ApiTokenMade>
{
    public async Task<ApiTokenMade> Handle(MakeApiTokenCommand command, CancellationToken cancellationToken)
    {
        if (await db.ApiTokens.Opening(time.Today()).CountAsync(t => t.AccountId == actor.AccountId, cancellationToken) >= ApiToken.Most) throw new CaseRuleException("tokens-many", ApiToken.Most);

        var held = await db.RolesOfAsync(actor.AccountId, cancellationToken);
        if (held.Where(r => r == (command.Role ?? r)).ToList() is not [var role])
            throw new ValidationException([new ValidationFailure(nameof(command.Role), "") { ErrorCode = "no-such-choice" }]);

        var (token, hash) = ApiToken.Make();
        var made = new ApiToken
        {
            AccountId = actor.AccountId,
            Name = command.Name!,
            TokenHash = hash,
            Scope = command.Scope!.Value,
            Role = role,
            MadeAt = time.GetUtcNow(),
            Until = command.Until!.Value,
        };
        db.ApiTokens.Add(made);
        trail.About(AuditSubject.Of<ApiToken>(made.Id), $"{made.Scope} {made.Role}");
        return new ApiTokenMade(made.Id, made.Name) { Token = token };
    }
}
