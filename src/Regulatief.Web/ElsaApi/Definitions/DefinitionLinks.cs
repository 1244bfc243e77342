using Regulatief.Cases.Definitions;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>What a user may do, as Studio reads it: without the right link it shows a drawing read-only.</summary>
public sealed record ElsaLink(string Href, string Rel, string Method);

internal static class DefinitionLinks
{
    public static IReadOnlyList<ElsaLink> OfList { get; } =
    [
        new("/workflow-definitions", "self", "GET"),
        new("/workflow-definitions", "create", "POST"),
        new("/workflow-definitions/import", "import", "POST"),
        new("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST"),
        new("/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST"),
        new("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"),
        new("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"),
    ];

    public static IReadOnlyList<ElsaLink> Of(StoredDefinition stored) => Of(stored.DefinitionId);

    public static IReadOnlyList<ElsaLink> Of(string definitionId) =>
    [
        new($"/workflow-definitions/by-definition-id/{definitionId}", "self", "GET"),
        new($"/workflow-definitions/{definitionId}", "delete", "DELETE"),
        new($"/workflow-definitions/{definitionId}/publish", "publish", "POST"),
        new($"/workflow-definitions/{definitionId}/retract", "retract", "POST"),
        new($"/workflow-definitions/{definitionId}/execute", "execute", "POST"),
        new($"/workflow-definitions/{definitionId}/export", "export", "GET"),
    ];
}
