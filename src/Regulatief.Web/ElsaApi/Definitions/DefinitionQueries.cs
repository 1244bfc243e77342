using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.ElsaApi.Definitions;

internal static class DefinitionQueries
{
    /// <param name="options">Elsa's words: <c>Latest</c>, <c>Published</c>, <c>LatestOrPublished</c>, <c>LatestAndPublished</c>, <c>Draft</c>, <c>AllVersions</c>, or a version number. None means the latest.</param>
    public static IQueryable<StoredDefinition> InVersion(this IQueryable<StoredDefinition> definitions, string? options) => options switch
    {
        null or "" or "Latest" => definitions.Where(d => d.IsLatest),
        "Published" => definitions.Where(d => d.IsPublished),
        "LatestOrPublished" or "LatestAndPublished" => definitions.Where(d => d.IsLatest || d.IsPublished),
        "Draft" => definitions.Where(d => d.IsLatest && !d.IsPublished),
        "AllVersions" => definitions,
        _ => int.TryParse(options, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? definitions.Where(d => d.Version == version)
            : definitions.Where(_ => false),
    };

    /// <summary>The newest version; to read.</summary>
    /// <exception cref="NotFoundException">No such definition.</exception>
    public static async Task<StoredDefinition> LatestAsync(this RegulatiefDbContext db, string definitionId, CancellationToken cancellationToken) =>
        await db.Definitions.AsNoTracking().Where(d => d.DefinitionId == definitionId).OrderByDescending(d => d.Version).FirstOrDefaultAsync(cancellationToken)
        ?? throw new NotFoundException(nameof(StoredDefinition), definitionId);
}
