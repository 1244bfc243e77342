using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
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
/// <exception cref="ConcurrencyConflictException">One of the two changed while what comes of it was judged.</exception>
/// <exception cref="NotFoundException">No such branch.</exception>
public sealed record MergeBranchCommand(Guid BranchId, string? Revision, IReadOnlyList<MergeChoice>? Choices) : ICommand<MergeBranchResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>(BranchId);
}

public sealed record MergeChoice(string Key, MergeSide? Side);

public sealed record MergeBranchResult(string DefinitionId, int Version, bool IsBranchDeleted);

/// <summary>Judges what comes of the merge, as the two stand now: no transaction is held for it.</summary>
internal sealed class MergeBranchValidator : AbstractValidator<MergeBranchCommand>
{
    public MergeBranchValidator(RegulatiefDbContext db, DefinitionJudge judge, Actor actor)
    {
        RuleFor(c => c.Revision).NotEmpty();
        RuleFor(c => c).CustomAsync(async (command, _, cancellationToken) =>
        {
            if (await BranchReading.FindAsync(db, command.BranchId, cancellationToken) is not { } branch) return;
            var merge = branch.MergeWith(command.Choices);
            judge.JudgeAsDraft(DefinitionDocument.TextOf(merge.Merge())).RefuseIfWrong(branch.Latest.Name);
        }).When(_ => actor.Role is null or AccountRole.Designer);
    }
}

internal sealed class MergeBranchHandler(RegulatiefDbContext db, DefinitionJudge judge, Actor actor, Texts texts, AuditTrail trail, TimeProvider time) : IRequestHandler<MergeBranchCommand, MergeBranchResult>
{
    public async Task<MergeBranchResult> Handle(MergeBranchCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var branch = await BranchReading.OfAsync(db, command.BranchId, cancellationToken);
        if (branch.Latest.Revision != command.Revision) throw new CaseRuleException("merge-draft-changed", branch.Latest.Name);

        var merge = branch.MergeWith(command.Choices);
        var merged = merge.Merge();
        var open = merge.Differences.Where(d => d.Taken is null).Select(d => d.TitleIn(texts)).ToList();
        if (open.Count > 0) throw new CaseRuleException("merge-unresolved", string.Join(", ", open));

        judge.DraftVerdict(DefinitionDocument.TextOf(merged)).RefuseIfWrong(branch.Latest.Name);
        var target = merge.Differences.Count == 0 ? branch.Latest : await Drafts.SaveAsync(
            db, branch.Versions, merged, DefinitionDocument.Text(merged, "name") ?? branch.Latest.Name, time.GetUtcNow(), actor.AccountId, cancellationToken);
        trail.About(target);
        return new MergeBranchResult(target.DefinitionId, target.Version, await DeleteAsync(branch.Branch.DefinitionId, cancellationToken));
    }

    private async Task<bool> DeleteAsync(string branchId, CancellationToken cancellationToken)
    {
        var versions = await db.Definitions.Where(d => d.DefinitionId == branchId).ToListAsync(cancellationToken);
        foreach (var version in versions)
            if (await Drafts.IsInUseAsync(db, version, cancellationToken)) return false;

        await Drafts.DeleteAsync(db, branchId, versions, cancellationToken);
        return true;
    }
}

/// <summary>A branch, the definition that it left, and what both went on from.</summary>
/// <param name="Drawn">The version of the branch that is merged.</param>
/// <param name="BasisJson">Null when it is not kept any more.</param>
internal sealed record BranchReading(DefinitionBranch Branch, StoredDefinition Drawn, DefinitionVersions Versions, string? BasisJson)
{
    /// <summary>What it is merged into.</summary>
    public StoredDefinition Latest => Versions.Latest!;

    /// <exception cref="NotFoundException">No such version, it is no branch, or what it left is gone.</exception>
    public static async Task<BranchReading> OfAsync(RegulatiefDbContext db, Guid id, CancellationToken cancellationToken) =>
        await FindAsync(db, id, cancellationToken) ?? throw new NotFoundException(nameof(DefinitionBranch), id);

    public static async Task<BranchReading?> FindAsync(RegulatiefDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var found = await db.Definitions.Where(d => d.Id == id)
            .Join(db.DefinitionBranches, d => d.DefinitionId, b => b.DefinitionId, (d, b) => new { Drawn = d, Branch = b }).SingleOrDefaultAsync(cancellationToken);
        if (found is null) return null;

        var branch = found.Branch;
        var versions = await DefinitionVersions.OfAsync(db, branch.OfDefinitionId, cancellationToken);
        if (versions.Latest is null) return null;

        var kept = await db.DraftStates.Where(s => s.DefinitionId == branch.OfDefinitionId && s.Revision == branch.BasedOn).Select(s => s.Json).SingleOrDefaultAsync(cancellationToken);
        return new BranchReading(branch, found.Drawn, versions, kept ?? versions.All.FirstOrDefault(v => v.Revision == branch.BasedOn)?.Json);
    }

    /// <param name="choices">Null for none; of two for one part the first counts.</param>
    public DrawingMerge MergeWith(IEnumerable<MergeChoice>? choices)
    {
        var drawn = DefinitionDocument.Read(Drawn.Json);
        drawn["name"] = Branch.NameOf(Drawn);
        return new DrawingMerge(
            BasisJson is null ? null : DefinitionDocument.Read(BasisJson), DefinitionDocument.Read(Latest.Json), drawn,
            (choices ?? []).Where(c => c is { Key: not null, Side: not null }).DistinctBy(c => c.Key).ToDictionary(c => c.Key, c => c.Side!.Value));
    }
}
