using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Results;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.HumanTasks;

/// <summary>The answers to the designer's fields by name, as they were typed; the outcome stands among them as <see cref="CaseTaskForm.OutcomeField"/>.</summary>
public sealed class CaseTaskAnswers : Dictionary<string, string?>;

public sealed record CaseTaskChoices(IReadOnlyList<CaseTaskField> Fields, IReadOnlyList<string> Outcomes);

/// <summary>Any human task, with the designer's fields and outcomes.</summary>
internal sealed class CaseTaskForm : TaskForm
{
    /// <summary>No field can be called so: it holds the outcome when a person chooses from several.</summary>
    public const string OutcomeField = "outcome";

    public override HumanTaskKind Kind => HumanTaskKind.CaseTask;

    public override Type AnswersType => typeof(CaseTaskAnswers);

    public override Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken) => Task.FromResult<object>(new CaseTaskAnswers());

    public override Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<object?>(new CaseTaskChoices(CaseTaskField.Read(scope.Task.FormJson), scope.Task.Outcomes));

    public override Task<string> ApplyAsync(TaskFormScope scope, JsonObject data, CancellationToken cancellationToken)
    {
        var problems = new List<ValidationFailure>();
        var answers = AnswersIn(data, CaseTaskField.Read(scope.Task.FormJson), problems);
        var outcome = OutcomeIn(scope, data, problems);
        if (problems.Count > 0) throw new ValidationException(problems);

        scope.Task.AnswersJson = answers.ToJsonString();
        scope.Tell(TimelineKind.TaskCompleted, scope.Task.Id.Value, scope.Task.Title);
        return Task.FromResult(outcome!);
    }

    private static JsonObject AnswersIn(JsonObject data, IReadOnlyList<CaseTaskField> fields, List<ValidationFailure> problems)
    {
        var known = fields.Select(f => f.Name).ToHashSet();
        problems.AddRange(data.Select(d => d.Key).Where(name => name != OutcomeField && !known.Contains(name)).Select(name => Problem(name, "answer-unknown-field")));

        var answers = new JsonObject();
        foreach (var field in fields)
        {
            if (TextOf(data[field.Name]) is not { } text)
            {
                if (field.Required) problems.Add(Problem(field.Name, "NotEmptyValidator"));
                continue;
            }

            var (answer, problem) = field.Parse(text);
            if (problem is null) answers[field.Name] = answer;
            else problems.Add(Problem(field.Name, problem));
        }

        return answers;
    }

    private static string? OutcomeIn(TaskFormScope scope, JsonObject data, List<ValidationFailure> problems)
    {
        if (scope.Task.Outcomes is [var only]) return only;

        var outcome = scope.AskedOutcome ?? TextOf(data[OutcomeField]);
        if (outcome is null) problems.Add(Problem(OutcomeField, "NotNullValidator"));
        else if (!scope.Task.Outcomes.Contains(outcome)) problems.Add(Problem(OutcomeField, "answer-not-a-choice"));
        return outcome;
    }

    /// <summary>What was answered: text, number or yes and no; null when nothing was. A list or an object is no answer and reads as its JSON.</summary>
    private static string? TextOf(JsonNode? node)
    {
        var text = node is null || node.GetValueKind() == JsonValueKind.Null ? null : node.ToString();
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static ValidationFailure Problem(string field, string code) => new(field, "") { ErrorCode = code };
}
