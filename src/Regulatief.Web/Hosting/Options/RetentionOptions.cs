using Regulatief.Cases.Retention;

namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Retention</c>: how long what is kept, and by which law or rule. What is set here is a frame, which the service's jurist confirms.</summary>
public sealed record RetentionOptions
{
    public const string Section = "Retention";

    public RetentionTerm CaseFile { get; init; } = new() { Months = 60, From = RetentionMoment.Closure, Source = "Wjsg (gegevens over de tenuitvoerlegging); AVG, artikel 5, eerste lid, onder e" };

    public RetentionTerm RiskSignals { get; init; } = new() { Months = 60, From = RetentionMoment.Closure, Source = "Wjsg (gegevens over de tenuitvoerlegging); ten hoogste zo lang als het dossier" };

    public RetentionTerm VolunteerNotes { get; init; } = new() { Months = 12, From = RetentionMoment.EndOfPairing, Source = "AVG, artikel 5, eerste lid, onder e: niet langer dan nodig" };

    public RetentionTerm AuditLog { get; init; } = new() { Months = 120, From = RetentionMoment.Closure, Source = "Richtlijn (EU) 2016/680, artikel 25" };

    /// <summary>By the name of a project: the terms that differ there.</summary>
    public Dictionary<string, ProjectTerms> Projects { get; init; } = [];

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem() =>
        Kinds.Select(kind => ProblemOf($"{Section}:{kind.Kind}", kind.Of(this))).FirstOrDefault(problem => problem is not null)
        ?? Projects.SelectMany(p => ProjectKinds.Select(kind => kind.Of(p.Value) is { } term ? ProblemOf($"{Section}:Projects:{p.Key}:{kind.Kind}", term) : null)).FirstOrDefault(problem => problem is not null);

    public RetentionSchedule ToSchedule() => new(
        Kinds.ToDictionary(kind => kind.Kind, kind => kind.Of(this)),
        Projects.ToDictionary(
            p => p.Key,
            p => (IReadOnlyDictionary<RetentionKind, RetentionTerm>)ProjectKinds.Where(kind => kind.Of(p.Value) is not null).ToDictionary(kind => kind.Kind, kind => kind.Of(p.Value)!),
            StringComparer.OrdinalIgnoreCase));

    private static readonly (RetentionKind Kind, Func<RetentionOptions, RetentionTerm> Of)[] Kinds =
    [
        (RetentionKind.CaseFile, o => o.CaseFile), (RetentionKind.RiskSignals, o => o.RiskSignals), (RetentionKind.VolunteerNotes, o => o.VolunteerNotes),
        (RetentionKind.AuditLog, o => o.AuditLog),
    ];

    private static readonly (RetentionKind Kind, Func<ProjectTerms, RetentionTerm?> Of)[] ProjectKinds =
        [(RetentionKind.CaseFile, p => p.CaseFile), (RetentionKind.RiskSignals, p => p.RiskSignals), (RetentionKind.VolunteerNotes, p => p.VolunteerNotes)];

    private static string? ProblemOf(string key, RetentionTerm term) => term switch
    {
        { Months: < 1 or > RetentionTerm.MostMonths } => $"{key}:Months is {term.Months}; expected 1 to {RetentionTerm.MostMonths}.",
        _ when !Enum.IsDefined(term.From) => $"{key}:From is {term.From}; expected one of {string.Join(", ", Enum.GetNames<RetentionMoment>())}.",
        _ when string.IsNullOrWhiteSpace(term.Source) => $"{key}:Source is empty; expected the law or the rule that the term comes from.",
        _ => null,
    };
}

/// <summary>A project's own terms; null has the service's. A project's term is given whole.</summary>
public sealed record ProjectTerms
{
    public RetentionTerm? CaseFile { get; init; }

    public RetentionTerm? RiskSignals { get; init; }

    public RetentionTerm? VolunteerNotes { get; init; }
}
