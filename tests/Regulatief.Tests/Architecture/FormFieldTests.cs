using System.Reflection;
using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Validators;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Architecture;

/// <summary>A field that some cases need does not say that it need not be filled in.</summary>
public sealed partial class FormFieldTests
{
    [Fact]
    public void Fields_AskedInSomeCases_DoNotSayThatTheyAreOptional() =>
        Forms().SelectMany(form => FieldsSaidToBeOptional(form.Kind).Intersect(AskedFor(form)).Select(field => $"{form.Kind}: {field}")).ShouldBeEmpty();

    [Fact]
    public void Control_TheSearchFindsBothSides()
    {
        FieldsSaidToBeOptional(HumanTaskKind.Intake).ShouldContain("WishesForVolunteer");
        AskedFor(TaskForms.For(HumanTaskKind.Intake)).ShouldContain("WithdrawnReason");
    }

    private static IEnumerable<TaskForm> Forms() => Enum.GetValues<HumanTaskKind>().Select(TaskForms.Find).OfType<TaskForm>().Where(form => form.AnswersType != typeof(CaseTaskAnswers));

    private static IEnumerable<string> FieldsSaidToBeOptional(HumanTaskKind kind) =>
        Optional().Matches(File.ReadAllText(Path.Combine(Repository.Root, $"src/Regulatief.Web/Features/HumanTasks/{kind}.cshtml"))).Select(field => field.Groups["name"].Value);

    /// <summary>What the form's rules may refuse for being empty, in whatever case.</summary>
    private static List<string> AskedFor(TaskForm form)
    {
        var validator = Activator.CreateInstance(typeof(InlineValidator<>).MakeGenericType(form.AnswersType))!;
        var check = form.GetType().GetMethod("Check", BindingFlags.Instance | BindingFlags.NonPublic)!;
        check.Invoke(form, [validator, Scope()]);
        return [.. ((IValidator)validator).CreateDescriptor().GetMembersWithValidators()
            .Where(member => member.Any(rule => rule.Validator is INotNullValidator or INotEmptyValidator)).Select(member => member.Key)];
    }

    private static TaskFormScope Scope()
    {
        var @case = new Case { Number = 1, ProjectId = default, ClientId = default, ProfessionalId = Guid.Empty, OpenedAt = RegulatiefHost.Morning };
        var task = new HumanTask
        {
            CaseId = @case.Id, Kind = HumanTaskKind.CaseTask, Title = "", Role = AccountRole.ProbationOfficer, Outcomes = [], OpenedAt = RegulatiefHost.Morning, DueOn = default,
        };
        return new TaskFormScope(null!, null!, task, @case, Actor.System, RegulatiefHost.Morning);
    }

    [GeneratedRegex("for=\"Answers\\.(?<name>\\w+)\"[^>]* optional=\"true\"")]
    private static partial Regex Optional();
}
