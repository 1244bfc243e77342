using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentValidation;
using FluentValidation.Results;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.HumanTasks;

/// <summary>Where a form is shown and applied: the task, its case (loaded for change), and who works on it.</summary>
public sealed record TaskFormScope(RegulatiefDbContext Db, WorkflowHost Workflows, HumanTask Task, Case Case, Actor Actor, DateTimeOffset Now)
{
    public DateOnly Today => LegalTime.DateOf(Now);

    /// <summary>Dates that are agreed ahead lie within a year.</summary>
    public DateOnly YearAhead => Today.AddYears(1);

    /// <summary>From when the volunteer of this moment can have met anybody here: the day of the pairing, or of the case between two volunteers.</summary>
    public DateOnly PairedSince => LegalTime.DateOf(Case.CurrentAssignment?.From ?? Case.OpenedAt);

    /// <summary>From when there can have been three at a table, whoever was the volunteer then.</summary>
    public DateOnly FirstPairedOn => LegalTime.DateOf(Case.Assignments.Select(a => a.From).DefaultIfEmpty(Case.OpenedAt).Min());

    /// <summary>The outcome that was asked for by name; null leaves it to the answers.</summary>
    public string? AskedOutcome { get; init; }

    public void Tell(TimelineKind kind, Guid? subjectId = null, string? note = null) =>
        Db.Timeline.Add(new TimelineEntry { CaseId = Case.Id, Kind = kind, At = Now, ById = Actor.AccountId, SubjectId = subjectId, Note = note });
}

/// <summary>The one way to finish a kind of task, the same for page and API: what is asked, what is checked, and what it changes.</summary>
public abstract class TaskForm
{
    // Case-insensitive and camelCase as the API writes; what it does not know it refuses, so that a misspelt field is no silent loss.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    public abstract HumanTaskKind Kind { get; }

    /// <summary>Whether it is still done after the case was closed.</summary>
    public virtual bool OutlivesCase => false;

    /// <summary>A class with settable properties: a page binds it, the API reads it from JSON.</summary>
    public abstract Type AnswersType { get; }

    /// <summary>The form as it opens: empty, or filled with what is known.</summary>
    public abstract Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken);

    /// <summary>The form as somebody left it half filled in; null when it cannot be read any more, because the form asks for other things now.</summary>
    /// <param name="opened">The form as it opens for somebody who left nothing.</param>
    public virtual object? GoOnWith(string draftJson, object opened)
    {
        try
        {
            return JsonSerializer.Deserialize(draftJson, AnswersType, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the form shows and lets choose from; null when it needs nothing.</summary>
    public virtual Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken) => System.Threading.Tasks.Task.FromResult<object?>(null);

    /// <summary>Checks the answers and makes their changes in the scope's context.</summary>
    /// <returns>The outcome that follows from them.</returns>
    /// <exception cref="ValidationException">Answers are missing or wrong: each with its field.</exception>
    /// <exception cref="CaseRuleException">The rules refuse.</exception>
    public abstract Task<string> ApplyAsync(TaskFormScope scope, JsonObject data, CancellationToken cancellationToken);

    /// <summary>An answer that only what is stored can judge.</summary>
    protected static ValidationException Wrong(string field, string code) => new([new ValidationFailure(field, "") { ErrorCode = code }]);

    public static JsonObject Write(object answers) => JsonSerializer.SerializeToNode(answers, answers.GetType(), Json)!.AsObject();

    protected static TAnswers Read<TAnswers>(JsonObject data)
    {
        try
        {
            return data.Deserialize<TAnswers>(Json)!;
        }
        catch (JsonException exception)
        {
            var field = exception.Path?.TrimStart('$', '.') ?? "";
            throw Wrong(field, "answer-not-readable");
        }
    }
}

/// <summary>Answers with rows that a person adds and removes.</summary>
public interface IHasRows
{
    void AddRow();

    /// <summary>Counted from 0; an index out of range changes nothing.</summary>
    void RemoveRow(int index);
}

/// <inheritdoc/>
public abstract class TaskForm<TAnswers> : TaskForm where TAnswers : class, new()
{
    public sealed override Type AnswersType => typeof(TAnswers);

    public override Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        System.Threading.Tasks.Task.FromResult<object>(new TAnswers());

    public sealed override async Task<string> ApplyAsync(TaskFormScope scope, JsonObject data, CancellationToken cancellationToken)
    {
        var answers = Read<TAnswers>(data);
        if (Bounds.Exceeded(answers).ToList() is { Count: > 0 } exceeded) throw new ValidationException(exceeded);
        var checks = new InlineValidator<TAnswers>();
        Check(checks, scope);
        await checks.ValidateAndThrowAsync(answers, cancellationToken);
        return await ApplyAsync(scope, answers, cancellationToken);
    }

    /// <summary>The rules of shape: what must be filled, in which range.</summary>
    protected abstract void Check(AbstractValidator<TAnswers> rules, TaskFormScope scope);

    protected abstract Task<string> ApplyAsync(TaskFormScope scope, TAnswers answers, CancellationToken cancellationToken);
}
