using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Migration;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Migrations;

/// <summary>What a move to the published version would do: which cases it concerns, which steps have to be found again, and the result of a trial.</summary>
/// <param name="From">Null takes the version that most cases run.</param>
/// <param name="Renamed">Steps that the published version calls otherwise.</param>
/// <param name="IsTried">Whether to calculate the move of every case. Nothing changes by it.</param>
/// <exception cref="NotFoundException">No such definition, or no such version.</exception>
public sealed record MigrationPageQuery(string DefinitionId, int? From, IReadOnlyList<RenamedStep> Renamed, bool IsTried) : IPlainQuery<MigrationPage>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

/// <param name="New">Null or empty when it has no successor.</param>
public sealed record RenamedStep(string Old, string? New)
{
    internal static MigrationPlan PlanOf(IEnumerable<RenamedStep> steps) =>
        new(steps.Where(s => !string.IsNullOrEmpty(s.New)).DistinctBy(s => s.Old).ToDictionary(s => s.Old, s => s.New!));
}

/// <param name="To">Null when nothing is published.</param>
/// <param name="Versions">Those that cases run, other than the published one.</param>
/// <param name="Lost">Steps of the old version that the published one lacks under their id.</param>
/// <param name="Trial">Null when it was not asked for.</param>
public sealed record MigrationPage(
    string DefinitionId, string Name, int? To, int? From, IReadOnlyList<RunVersion> Versions, IReadOnlyList<LostStep> Lost, MigrationTrial? Trial, IReadOnlyList<PastMigration> Past);

public sealed record RunVersion(int Version, int Cases);

/// <param name="CasesHere">How many wait at it now.</param>
/// <param name="Successor">As the plan says; null when it has none.</param>
public sealed record LostStep(string Id, string Title, int CasesHere, string? Successor, IReadOnlyList<StepChoice> Choices);

public sealed record StepChoice(string Id, string Title);

/// <param name="Shown">The refused ones first; at most <see cref="MigrationPageHandler.MostShown"/>.</param>
public sealed record MigrationTrial(int Ok, int Refused, IReadOnlyList<TriedCase> Shown);

/// <param name="Obstacles">In words; empty when it can be moved.</param>
public sealed record TriedCase(int CaseNumber, IReadOnlyList<string> Obstacles);

public sealed record PastMigration(Guid Id, int FromVersion, int ToVersion, DateTimeOffset StartedAt)
{
    public int Waiting { get; init; }

    public int Moved { get; init; }

    public int Refused { get; init; }

    public int Gone { get; init; }
}

internal sealed class MigrationPageProfile : Profile
{
    public MigrationPageProfile() => CreateMap<MigrationBatch, PastMigration>()
        .ForMember(m => m.Waiting, member => member.Ignore()).ForMember(m => m.Moved, member => member.Ignore())
        .ForMember(m => m.Refused, member => member.Ignore()).ForMember(m => m.Gone, member => member.Ignore());
}

internal sealed class MigrationPageHandler(RegulatiefDbContext db, IMapper mapper, Actor actor, DefinitionLibrary definitions, CaseMigration migration, Texts texts)
    : IRequestHandler<MigrationPageQuery, MigrationPage>
{
    internal const int MostShown = 100;
    private const int ChunkSize = 500;

    public async Task<MigrationPage> Handle(MigrationPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var known = await db.Definitions.Where(d => d.DefinitionId == query.DefinitionId).OrderByDescending(d => d.Version)
            .Select(d => new { d.Version, d.Name, d.IsPublished }).ToListAsync(cancellationToken);
        if (known.Count == 0) throw new NotFoundException(nameof(StoredDefinition), query.DefinitionId);

        var published = known.Find(d => d.IsPublished);
        var publishedVersion = published?.Version ?? 0;
        var versions = await db.Instances.Cycles().Where(i => i.DefinitionId == query.DefinitionId && i.DefinitionVersion != publishedVersion)
            .GroupBy(i => i.DefinitionVersion).Select(g => new RunVersion(g.Key, g.Count())).ToListAsync(cancellationToken);
        var from = query.From ?? versions.MaxBy(v => v.Cases)?.Version;
        var page = new MigrationPage(query.DefinitionId, known[0].Name, published?.Version, from, versions, [], null, await PastAsync(query.DefinitionId, cancellationToken));
        if (from is not { } old || published is not { Version: var to } || old == to) return page;

        var (before, after) = (await definitions.GetAsync(db, query.DefinitionId, old, cancellationToken), await definitions.GetAsync(db, query.DefinitionId, to, cancellationToken));
        var plan = RenamedStep.PlanOf(query.Renamed);
        return page with
        {
            Lost = await LostAsync(before, after, plan, cancellationToken),
            Trial = query.IsTried ? await TryAsync(before, after, plan, cancellationToken) : null,
        };
    }

    private async Task<List<LostStep>> LostAsync(WorkflowDefinition before, WorkflowDefinition after, MigrationPlan plan, CancellationToken cancellationToken)
    {
        var running = db.Instances.Cycles().Of(before.DefinitionId, before.Version);
        var here = await db.Bookmarks.Where(b => running.Any(i => i.Id == b.InstanceId)).GroupBy(b => b.ActivityId)
            .Select(g => new { g.Key, Cases = g.Select(b => b.InstanceId).Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.Cases, cancellationToken);
        var added = after.Root.SelfAndDescendants().Where(n => before.Find(n.Id) is null).ToList();
        return
        [
            .. before.Root.SelfAndDescendants().Where(n => after.Find(n.Id) is null).OrderByDescending(n => here.GetValueOrDefault(n.Id)).Select(n => new LostStep(
                n.Id, ObstacleSentences.Title(n), here.GetValueOrDefault(n.Id), plan.NewIds.GetValueOrDefault(n.Id),
                [.. added.Where(a => a.Type == n.Type).Select(a => new StepChoice(a.Id, ObstacleSentences.Title(a)))])),
        ];
    }

    private async Task<MigrationTrial> TryAsync(WorkflowDefinition before, WorkflowDefinition after, MigrationPlan plan, CancellationToken cancellationToken)
    {
        var sentences = new ObstacleSentences(before, after, texts);
        var (refused, ok, refusedCount, okCount) = (new List<TriedCase>(), new List<TriedCase>(), 0, 0);
        for (var skip = 0; ; skip += ChunkSize)
        {
            var chunk = await db.Instances.Cycles().Of(before.DefinitionId, before.Version).OrderBy(i => i.Id).Skip(skip).Take(ChunkSize)
                .Join(db.Cases, i => i.CaseId, c => c.Id, (i, c) => new { Instance = i, c.Number }).AsNoTracking().ToListAsync(cancellationToken);
            foreach (var item in chunk)
            {
                var result = await migration.TryAsync(item.Instance, after.Version, plan, cancellationToken);
                if (result.Instance is null)
                {
                    refusedCount++;
                    if (refused.Count < MostShown) refused.Add(new TriedCase(item.Number, [.. result.Refusals.Select(sentences.For)]));
                }
                else
                {
                    okCount++;
                    if (ok.Count < MostShown) ok.Add(new TriedCase(item.Number, []));
                }
            }

            if (chunk.Count < ChunkSize) break;
        }

        return new MigrationTrial(okCount, refusedCount, [.. refused.Concat(ok).Take(MostShown)]);
    }

    private async Task<List<PastMigration>> PastAsync(string definitionId, CancellationToken cancellationToken)
    {
        var batches = await db.MigrationBatches.Where(b => b.DefinitionId == definitionId).OrderByDescending(b => b.StartedAt).Take(20).ProjectTo<PastMigration>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        var ids = batches.ConvertAll(b => b.Id);
        var counts = await db.MigratingCases.Where(c => ids.Contains(c.BatchId)).GroupBy(c => new { c.BatchId, c.Outcome })
            .Select(g => new { g.Key.BatchId, g.Key.Outcome, Cases = g.Count() }).ToListAsync(cancellationToken);
        return batches.ConvertAll(b => b with
        {
            Waiting = Of(b, MigrationOutcome.Waiting),
            Moved = Of(b, MigrationOutcome.Moved),
            Refused = Of(b, MigrationOutcome.Refused),
            Gone = Of(b, MigrationOutcome.Gone),
        });

        int Of(PastMigration batch, MigrationOutcome outcome) => counts.Find(c => c.BatchId == batch.Id && c.Outcome == outcome)?.Cases ?? 0;
    }
}
