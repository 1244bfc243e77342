using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Ports;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <summary>Where the cases of a version are, how long its steps take, and where work is late: figures only.</summary>
/// <param name="Version">Null takes the published one, else the newest.</param>
/// <exception cref="NotFoundException">No such definition or version.</exception>
public sealed record DefinitionBusynessQuery(string DefinitionId, int? Version) : IPlainQuery<DefinitionBusyness>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

/// <param name="Steps">Those that a case waits at, in the order of the drawing.</param>
public sealed record DefinitionBusyness(
    string DefinitionId, string Name, int Version, IReadOnlyList<int> Versions, int Cases, IReadOnlyList<BusyStep> Steps,
    IReadOnlyList<DrawnStep> Drawing, IReadOnlyList<DrawnLine> DrawnLines);

/// <param name="Here">How many cases wait at it now.</param>
/// <param name="Visits">How many visits ended in the last twelve months; the times are theirs.</param>
/// <param name="Median">Half of the visits were no longer than this; null when none ended.</param>
/// <param name="P90">Nine in ten were no longer than this.</param>
/// <param name="OverdueShare">Of the open tasks at it, in whole percents; null when none is open.</param>
public sealed record BusyStep(string Id, string Title, int Here, int Visits, TimeSpan? Median, TimeSpan? P90, int? OverdueShare)
{
    private const int Late = 25;

    /// <summary>A quarter of its tasks is late, or a fifth of all cases wait here.</summary>
    public bool IsBusyAmong(int cases) => OverdueShare >= Late || (Here > 0 && Here * 5 >= cases);
}

internal static class BusyTimes
{
    /// <summary>A length of time as people say it.</summary>
    public static string Shown(this Texts texts, TimeSpan? length) => length switch
    {
        null => "",
        { TotalHours: < 1 } => texts.Count("Workflows.Busyness.Minutes", (int)Math.Round(length.Value.TotalMinutes)),
        { TotalDays: < 2 } => texts.Count("Workflows.Busyness.Hours", (int)Math.Round(length.Value.TotalHours)),
        _ => texts.Count("Workflows.Busyness.Days", (int)Math.Round(length.Value.TotalDays)),
    };
}

internal sealed class DefinitionBusynessHandler(RegulatiefDbContext db, Actor actor, DefinitionLibrary definitions, IActivityCatalog catalog, TimeProvider time)
    : IRequestHandler<DefinitionBusynessQuery, DefinitionBusyness>
{
    /// <summary>A cycle listens for it all along: that a case does so tells nothing of work that waits.</summary>
    private const string Listening = "Elsa.Event";

    public async Task<DefinitionBusyness> Handle(DefinitionBusynessQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var known = await db.Definitions.Where(d => d.DefinitionId == query.DefinitionId).OrderByDescending(d => d.Version)
            .Select(d => new { d.Version, d.Name, d.IsPublished }).ToListAsync(cancellationToken);
        if (known.Count == 0) throw new NotFoundException(nameof(StoredDefinition), query.DefinitionId);

        var version = query.Version ?? (known.Find(d => d.IsPublished) ?? known[0]).Version;
        var definition = await definitions.GetAsync(db, query.DefinitionId, version, cancellationToken);
        var running = db.Instances.Cycles().Of(query.DefinitionId, version);
        var here = await db.Bookmarks.Where(b => running.Any(i => i.Id == b.InstanceId)).GroupBy(b => b.ActivityId)
            .Select(g => new { g.Key, Cases = g.Select(b => b.InstanceId).Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.Cases, cancellationToken);
        // What people do and wait for. The switches between take no time.
        var waiting = definition.Root.SelfAndDescendants().Where(n => n.Type != Listening && catalog.Find(n.Type)?.Descriptor.Waits == true).ToList();
        var types = waiting.Select(n => n.Type).Distinct().ToList();
        var times = (await db.NodeTimesAsync(query.DefinitionId, version, types, time.GetUtcNow().AddYears(-1), cancellationToken)).ToDictionary(t => t.ActivityId);
        var today = time.Today();
        var tasks = await db.HumanTasks.KnownToAll().Open().Where(t => t.ActivityId != null && running.Any(i => i.Id == t.InstanceId)).GroupBy(t => t.ActivityId!)
            .Select(g => new { g.Key, Open = g.Count(), Late = g.Count(t => t.DueOn < today) }).ToDictionaryAsync(g => g.Key, cancellationToken);

        var steps = waiting.Select(n => new BusyStep(
            n.Id, DefinitionOutlineHandler.TitleOf(n), here.GetValueOrDefault(n.Id), times.GetValueOrDefault(n.Id)?.Visits ?? 0,
            times.TryGetValue(n.Id, out var t) ? TimeSpan.FromSeconds(t.MedianSeconds) : null, times.TryGetValue(n.Id, out t) ? TimeSpan.FromSeconds(t.P90Seconds) : null,
            tasks.TryGetValue(n.Id, out var open) ? (int)Math.Round(100.0 * open.Late / open.Open) : null));
        return new DefinitionBusyness(
            query.DefinitionId, known[0].Name, version, known.ConvertAll(d => d.Version), await running.CountAsync(cancellationToken),
            [.. steps],
            [.. definition.Root.SelfAndDescendants().Skip(1).Select(n => new DrawnStep(n.Id, DefinitionOutlineHandler.TitleOf(n), null))],
            [.. definition.Root.SelfAndDescendants().SelectMany(n => n.Connections).Select(c => new DrawnLine(c.SourceId, c.SourcePort, c.TargetId, null))]);
    }
}
