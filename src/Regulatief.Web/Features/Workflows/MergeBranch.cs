using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Ports;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <summary>Brings a drawing that was kept apart into the draft, and deletes the branch unless it was published or run since.</summary>
/// <param name="BranchId">The version's own id.</param>
/// <param name="Revision">The state of the draft that the choices were made on.</param>
/// <param name="Choices">For the parts that both changed.</param>
/// <returns>The version of the draft.</returns>
/// <exception cref="CaseRuleException"><c>merge-draft-changed</c>: look again; <c>merge-unresolved</c>: a choice is missing. Nothing was saved.</exception>
/// <exception cref="DefinitionRefusedException">What comes of it is no drawing.</exception>
/// <exception cref="NotFoundException">No such branch.</exception>
public sealed record MergeBranchCommand(Guid BranchId, string? Revision, IReadOnlyList<MergeChoice>? Choices) : ICommand<MergeBranchResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>(BranchId);
}

public sealed record MergeChoice(string Key, MergeSide? Side);

public sealed record MergeBranchResult(string DefinitionId, int Version, bool IsBranchDeleted);

internal sealed class MergeBranchValidator : AbstractValidator<MergeBranchCommand>
{
    public MergeBranchValidator() => RuleFor(c => c.Revision).NotEmpty();
}

internal sealed class MergeBranchHandler(RegulatiefDbContext db, IActivityCatalog catalog, Actor actor, Texts texts, AuditTrail trail, TimeProvider time) : IRequestHandler<MergeBranchCommand, MergeBranchResult>
{
    public async Task<MergeBranchResult> Handle(MergeBranchCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var branch = await BranchReading.OfAsync(db, command.BranchId, cancellationToken);
        var latest = branch.Versions[^1];
        var revision = DefinitionDocument.RevisionOf(latest);
        if (revision != command.Revision) throw new CaseRuleException("merge-draft-changed", latest.Name);

        var choices = (command.Choices ?? []).Where(c => c.Side is not null).DistinctBy(c => c.Key).ToDictionary(c => c.Key, c => c.Side!.Value);
        var merge = branch.MergeWith(choices);
        var merged = merge.Merge();
        var open = merge.Differences.Where(d => d.Taken is null).Select(d => d.TitleIn(texts)).ToList();
        if (open.Count > 0) throw new CaseRuleException("merge-unresolved", string.Join(", ", open));
        var problems = Drafts.ProblemsOf(merged, catalog).ToList();
        if (problems.Count > 0) throw new DefinitionRefusedException(latest.Name, problems);

        var target = merge.Differences.Count == 0 ? latest : await SaveAsync(latest, branch.Versions, merged, revision, cancellationToken);
        trail.About(target);
        var isDeleted = await DeleteAsync(branch.Branch.DefinitionId, cancellationToken);
        return new MergeBranchResult(target.DefinitionId, target.Version, isDeleted);
    }

    private async Task<StoredDefinition> SaveAsync(StoredDefinition latest, List<StoredDefinition> versions, JsonObject merged, string revision, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var name = DefinitionDocument.Text(merged, "name") ?? latest.Name;
        var target = Drafts.TargetOf(db, versions, latest.DefinitionId, name, now);
        if (target == latest) await Drafts.KeepStateAsync(db, latest, now, cancellationToken);
        (target.Name, target.SavedAt, target.SavedById, target.IsLatest) = (name, now, actor.AccountId, true);
        target.Json = DefinitionDocument.TextOf(merged, target, revision);
        return target;
    }

    private async Task<bool> DeleteAsync(string branchId, CancellationToken cancellationToken)
    {
        var versions = await db.Definitions.Where(d => d.DefinitionId == branchId).ToListAsync(cancellationToken);
        foreach (var version in versions)
            if (await Drafts.IsInUseAsync(db, version, cancellationToken)) return false;

        db.Definitions.RemoveRange(versions);
        return true;
    }
}

/// <summary>A branch, the definition that it left, and what both went on from.</summary>
internal sealed record BranchReading(StoredDefinition Branch, List<StoredDefinition> Versions, string? BasisJson)
{
    private const char Mark = '~';

    public static bool IsBranch(string definitionId) => definitionId.Contains(Mark, StringComparison.Ordinal);

    /// <exception cref="NotFoundException">No such version, it is no branch, or what it left is gone.</exception>
    public static async Task<BranchReading> OfAsync(RegulatiefDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var branch = await db.Definitions.SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (branch is null || !IsBranch(branch.DefinitionId)) throw new NotFoundException(nameof(StoredDefinition), id);

        var parts = branch.DefinitionId.Split(Mark);
        var versions = await db.Definitions.Where(d => d.DefinitionId == parts[0]).OrderBy(d => d.Version).ToListAsync(cancellationToken);
        if (versions.Count == 0) throw new NotFoundException(nameof(StoredDefinition), parts[0]);

        var based = parts[1].Split('-')[0];
        var kept = await db.DraftStates.Where(s => s.DefinitionId == parts[0] && s.Revision.StartsWith(based)).Select(s => s.Json).FirstOrDefaultAsync(cancellationToken);
        return new BranchReading(branch, versions, kept ?? versions.Find(v => DefinitionDocument.RevisionOf(v).StartsWith(based, StringComparison.Ordinal))?.Json);
    }

    public DrawingMerge MergeWith(IReadOnlyDictionary<string, MergeSide> choices)
    {
        var drawn = DefinitionDocument.Read(Branch.Json);
        // What the branch is called was added to the name that the designer gave: it is no change of theirs.
        drawn["name"] = Branch.Name.Split($" {Mark} ")[0];
        return new DrawingMerge(BasisJson is null ? null : DefinitionDocument.Read(BasisJson), DefinitionDocument.Read(Versions[^1].Json), drawn, choices);
    }
}
