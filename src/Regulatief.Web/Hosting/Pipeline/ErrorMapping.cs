using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Persistence;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>What a person or a client of the API is told.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Fields">Sentences per field; empty when it is not about fields.</param>
public sealed record ErrorAnswer(int Status, string Code, string Sentence, IReadOnlyDictionary<string, string[]> Fields);

/// <summary>Turns exceptions into answers, for pages and API alike: the only place that does.</summary>
public sealed class ErrorMapping(RegulatiefDbContext db, CurrentActor actor, Texts texts, Dates dates)
{
    private static readonly Dictionary<string, string[]> NoFields = [];

    /// <returns>Null for what nobody expected: a 500 with a reference number.</returns>
    public async Task<ErrorAnswer?> AnswerToAsync(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        ValidationException invalid => new(StatusCodes.Status400BadRequest, "invalid-input", texts["Error.invalid-input"], FieldsOf(invalid)),
        StepUpException stepUp => new(StatusCodes.Status403Forbidden, stepUp.Code, texts[$"Error.{stepUp.Code}"], NoFields),
        NotFoundException => new(StatusCodes.Status404NotFound, "not-found", texts["Error.not-found"], NoFields),
        CaseRuleException rule => new(StatusCodes.Status409Conflict, rule.Code, texts[$"Error.{rule.Code}", [.. rule.Values.Select(Shown)]], NoFields),
        DefinitionRefusedException refused => new(StatusCodes.Status400BadRequest, "definition-refused", texts["Error.definition-refused"], FieldsOf(refused)),
        BadHttpRequestException bad => new(bad.StatusCode, "unreadable", texts["Error.unreadable"], NoFields),
        IdempotencyKeyReusedException => new(StatusCodes.Status422UnprocessableEntity, "key-reused", texts["Error.key-reused"], NoFields),
        ConcurrencyConflictException conflict => new(StatusCodes.Status409Conflict, "already-done", await AlreadyDoneAsync(conflict, cancellationToken), NoFields),
        _ when exception.IsUnavailable() => new(StatusCodes.Status503ServiceUnavailable, "unavailable", texts["Error.unavailable"], NoFields),
        _ => null,
    };

    private async Task<string> AlreadyDoneAsync(ConcurrencyConflictException conflict, CancellationToken cancellationToken)
    {
        var name = conflict.DoneBy is { } id && actor.IsKnown
            ? (await db.NamesForAsync(actor.Value.Role, [id], cancellationToken)).GetValueOrDefault(id)
            : null;
        return string.IsNullOrEmpty(name) ? texts["Error.changed-meanwhile"] : texts["Error.already-done", name];
    }

    private Dictionary<string, string[]> FieldsOf(DefinitionRefusedException refused) =>
        refused.Problems.GroupBy(p => p.Path).ToDictionary(group => group.Key, group => group.Select(texts.Of).ToArray());

    private Dictionary<string, string[]> FieldsOf(ValidationException invalid) =>
        invalid.Errors.GroupBy(failure => failure.PropertyName).ToDictionary(group => group.Key, group => group.Select(SentenceFor).Distinct().ToArray());

    private string SentenceFor(ValidationFailure failure)
    {
        var sentence = texts.Find($"Error.{failure.ErrorCode}") ?? failure.ErrorMessage;
        foreach (var (name, value) in failure.FormattedMessagePlaceholderValues ?? [])
            sentence = sentence.Replace($"{{{name}}}", Shown(value)?.ToString(), StringComparison.Ordinal);
        return sentence;
    }

    private object? Shown(object? value) => value switch
    {
        Enum choice => texts.Find(Texts.KeyOf(choice)) ?? choice.ToString(),
        DateOnly day => dates.Day(day),
        Array several => string.Join(", ", several.Cast<object>().Select(Shown)),
        _ => value,
    };
}

/// <summary>Problem details (RFC 9457) for the API; pages are shown their error page by the re-executed pipeline.</summary>
internal sealed class ProblemAnswers(IProblemDetailsService problems, Texts texts) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var answer = await httpContext.RequestServices.GetRequiredService<ErrorMapping>().AnswerToAsync(exception, cancellationToken);
        httpContext.Response.StatusCode = answer?.Status ?? StatusCodes.Status500InternalServerError;
        // The request's own path is that of the error page by now.
        if (httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path is not { } path) return false;
        if (ElsaErrors.IsOfElsa(path))
        {
            await ElsaErrors.WriteAsync(httpContext, answer ?? new ErrorAnswer(httpContext.Response.StatusCode, "unexpected", texts["Error.unexpected"], new Dictionary<string, string[]>()));
            return true;
        }

        if (!IsOfApi(path)) return false;

        var details = answer is { Fields.Count: > 0 }
            ? new HttpValidationProblemDetails(answer.Fields.ToDictionary())
            : new ProblemDetails();
        details.Status = httpContext.Response.StatusCode;
        details.Title = answer?.Code ?? "unexpected";
        details.Detail = answer?.Sentence;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = details });
    }

    public static bool IsOfApi(PathString path) => path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
