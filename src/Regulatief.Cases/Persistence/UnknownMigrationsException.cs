namespace Regulatief.Cases.Persistence;

/// <summary>The database holds migrations that this version does not know: a newer one made it. Nothing was changed.</summary>
public sealed class UnknownMigrationsException(IReadOnlyCollection<string> unknown) : Exception(
    $"The database was made by a newer version of Regulatief: it holds {string.Join(", ", unknown)}, which this version does not know. Nothing was changed; start that version, or a later one.");
