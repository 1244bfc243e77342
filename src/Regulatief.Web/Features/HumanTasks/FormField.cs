using System.Reflection;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>What one answer may be, for a client of the API.</summary>
/// <param name="Type"><c>text</c>, <c>number</c>, <c>boolean</c>, <c>date</c>, <c>id</c>, <c>choice</c>, <c>choices</c> or <c>rows</c>.</param>
/// <param name="Options">The values of a choice; empty for other types.</param>
/// <param name="Fields">The fields of each row; empty for other types.</param>
public sealed record FormField(string Name, string Type, IReadOnlyList<string> Options, IReadOnlyList<FormField> Fields)
{
    public static IReadOnlyList<FormField> Of(Type answers) =>
        [.. answers.GetProperties().Where(p => p.CanWrite && p.GetIndexParameters().Length == 0).Select(Of)];

    public static IReadOnlyList<FormField> Of(CaseTaskChoices designed)
    {
        var fields = designed.Fields.Select(field => new FormField(field.Name, TypeOf(field.Kind), field.Options, [])).ToList();
        return designed.Outcomes.Count > 1 ? [.. fields, new FormField("outcome", "choice", designed.Outcomes, [])] : fields;
    }

    private static FormField Of(PropertyInfo property)
    {
        var name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            var element = type.GetGenericArguments()[0];
            return element.IsEnum ? new FormField(name, "choices", Enum.GetNames(element), []) : new FormField(name, "rows", [], Of(element));
        }

        return type.IsEnum ? new FormField(name, "choice", Enum.GetNames(type), []) : new FormField(name, TypeOf(type), [], []);
    }

    private static string TypeOf(Type type) => type switch
    {
        _ when type == typeof(bool) => "boolean",
        _ when type == typeof(DateOnly) => "date",
        _ when type == typeof(Guid) => "id",
        _ when type == typeof(int) || type == typeof(decimal) => "number",
        _ => "text",
    };

    private static string TypeOf(CaseTaskFieldKind kind) => kind switch
    {
        CaseTaskFieldKind.Number or CaseTaskFieldKind.Rating => "number",
        CaseTaskFieldKind.Date => "date",
        CaseTaskFieldKind.YesNo => "boolean",
        CaseTaskFieldKind.Choice or CaseTaskFieldKind.Person => "choice",
        _ => "text",
    };
}
