using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Descriptors;

/// <summary>What a script in this definition may call, as TypeScript: the code editor completes by it.</summary>
/// <exception cref="NotFoundException">No such definition.</exception>
public sealed record ScriptTypesQuery(string DefinitionId) : IPlainQuery<string>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

internal sealed class ScriptTypesHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<ScriptTypesQuery, string>
{
    private const string Always = """
        declare function getVariable(name: string): any;
        declare function setVariable(name: string, value: any): void;
        declare function getInput(name: string): any;
        declare function getOutputFrom(activity: string, output?: string): any;
        declare function getLastResult(): any;
        declare function getWorkflowDefinitionId(): string;
        declare function getWorkflowDefinitionVersion(): number;
        declare function getWorkflowInstanceId(): string;
        declare function getWorkflowInstanceName(): string;
        declare function getCorrelationId(): string;
        declare function getGuidString(): string;
        declare function getShortGuid(): string;
        declare function setOutcome(outcome: string): void;
        declare function setOutcomes(outcomes: string[]): void;

        """;

    public async Task<string> Handle(ScriptTypesQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var document = DefinitionDocument.Read((await db.LatestAsync(query.DefinitionId, cancellationToken)).Json);
        var variables = (document["variables"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(v => (Name: DefinitionDocument.Text(v, "name"), Type: TypeOf(DefinitionDocument.Text(v, "typeName")))).Where(v => v.Name is { Length: > 0 }).ToList();

        var types = new StringBuilder(Always).AppendLine("declare const variables: {");
        foreach (var (name, type) in variables) types.AppendLine(CultureInfo.InvariantCulture, $"  {name}: {type};");
        types.AppendLine("};");
        foreach (var (name, type) in variables)
            types.AppendLine(CultureInfo.InvariantCulture, $"declare function get{name}(): {type};").AppendLine(CultureInfo.InvariantCulture, $"declare function set{name}(value: {type}): void;");
        return types.ToString();
    }

    private static string TypeOf(string? elsaType) => elsaType switch
    {
        "String" or "Guid" or "DateOnly" or "TimeOnly" or "TimeSpan" => "string",
        "Int32" or "Int64" or "Double" or "Decimal" => "number",
        "Boolean" => "boolean",
        "DateTimeOffset" => "Date",
        _ => "any",
    };
}
