using Regulatief.Cases.Definitions;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>At most one version of a definition is published: it is what new cases get. Running ones keep theirs.</summary>
internal static class Publication
{
    public static void Of(StoredDefinition published, IEnumerable<StoredDefinition> versions)
    {
        foreach (var version in versions) version.IsPublished = false;
        published.IsPublished = true;
    }
}
