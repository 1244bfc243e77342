using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;

namespace Regulatief.Tests.Features.ElsaApi;

/// <summary>A test of what Studio may ask. Each makes definitions of its own, since these outlive a test.</summary>
public abstract class ElsaApiTest(SqliteHost host) : FeatureTest(host)
{
    protected const string Definitions = "/elsa/api/workflow-definitions";

    protected string DefinitionId { get; } = $"proef-{Guid.NewGuid():N}";

    protected Task<Account> Designer() => Given(A.Account(AccountRole.Designer));

    /// <summary>Two tasks in a row, as a designer would draw them.</summary>
    protected JsonObject Drawing(string title = "Bellen", string? type = null, params string[] outcomes) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "{{DefinitionId}}", "name": "Proef {{DefinitionId}}", "version": 1, "vendorField": { "kept": true },
          "variables": [ { "id": "v1", "name": "Aantal", "typeName": "Int32", "isArray": false, "value": 3, "note": "kept" } ],
          "customProperties": { "Flowchart:ExecutionMode": "TokenBased" },
          "root": { "id": "stroom", "type": "Elsa.Flowchart", "version": 1, "activities": [
            { "id": "bellen", "type": "{{type ?? "Regulatief.CaseTask"}}", "version": 1, "vendorField": 1, "metadata": { "displayText": "Bel de cliënt" },
              "outcomes": { "typeName": "Object", "expression": { "type": "Object", "value": {{System.Text.Json.JsonSerializer.Serialize(System.Text.Json.JsonSerializer.Serialize(outcomes))}} } },
              "title": { "typeName": null, "expression": { "type": "Literal", "value": "{{title}}" }, "memoryReference": null } },
            { "id": "klaar", "type": "Elsa.Finish", "version": 1 } ],
            "connections": [ { "source": { "activity": "bellen", "port": "Done" }, "target": { "activity": "klaar", "port": "In" } } ] } }
        """)!;

    protected async Task<JsonObject> Saved(Account designer, bool publish = false, string title = "Bellen") =>
        (await As(designer).SendAsync(new SaveDefinitionCommand(Drawing(title), publish))).WorkflowDefinition;

    protected async Task<JsonObject> Latest(Account designer) =>
        (await As(designer).SendAsync(new FindDefinitionQuery(null, DefinitionId, "Latest"))).Document;

    /// <summary>What Studio sends of what it was answered: the members that its model knows.</summary>
    protected static JsonObject AsStudioSends(JsonObject answered)
    {
        string[] known = ["id", "definitionId", "name", "description", "version", "createdAt", "isLatest", "isPublished", "variables", "inputs", "outputs", "outcomes", "customProperties", "options", "root"];
        var model = new JsonObject(known.Where(answered.ContainsKey).Select(name => KeyValuePair.Create(name, answered[name]?.DeepClone()))) { ["links"] = null };
        foreach (var variable in model["variables"]!.AsArray().OfType<JsonObject>())
        {
            variable.Remove("note");
            variable["value"] = variable["value"]?.ToString();
        }

        return model;
    }
}
