using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Tests.Features.ElsaApi;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;

namespace Regulatief.Tests.Features.Audit;

/// <summary>What is done to a definition is told of the version, by a name that stays when the version is gone.</summary>
public sealed class DefinitionAuditTests(SqliteHost host) : ElsaApiTest(host)
{
    [Fact]
    public async Task Definition_SavedPublishedRetractedAndDeleted_IsTheSubjectOfEach()
    {
        var designer = As(await Designer());
        await designer.SendAsync(new SaveDefinitionCommand(Drawing(), Publish: false));
        var version = await Read(db => db.Definitions.Where(d => d.DefinitionId == DefinitionId).Select(d => d.Id).SingleAsync(Cancel));
        await designer.SendAsync(new PublishDefinitionCommand(DefinitionId));
        await designer.SendAsync(new PublishDefinitionCommand(DefinitionId));
        await designer.SendAsync(new RetractDefinitionCommand(DefinitionId));
        await designer.SendAsync(new DeleteDefinitionsCommand([DefinitionId], []));

        var rows = await Read(db => db.AuditEntries.Where(e => e.Kind == AuditKind.Change).OrderBy(e => e.Id).Select(e => new { e.Action, e.SubjectType, e.SubjectId, e.Detail }).ToListAsync(Cancel));

        // Publishing what is published changes nothing.
        rows.Select(r => r.Action).ShouldBe(
            [nameof(SaveDefinitionCommand), nameof(PublishDefinitionCommand), nameof(RetractDefinitionCommand), nameof(DeleteDefinitionsCommand)]);
        rows.Select(r => (r.SubjectType, r.SubjectId, r.Detail)).Distinct().ShouldBe([(nameof(StoredDefinition), version, $"{DefinitionId} 1")]);
    }

    [Fact]
    public async Task Definition_ChangedBySomebodyElse_IsToldAsRefused()
    {
        await Saved(await Designer());
        var version = await Read(db => db.Definitions.Where(d => d.DefinitionId == DefinitionId).Select(d => d.Id).SingleAsync(Cancel));

        await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Account(AccountRole.Manager))).SendAsync(new PublishDefinitionCommand(DefinitionId)));

        var refusal = await Read(db => db.AuditEntries.SingleAsync(e => e.Kind == AuditKind.Refusal, Cancel));
        (refusal.SubjectType, refusal.SubjectId, refusal.Detail).ShouldBe((nameof(StoredDefinition), version, "role-may-not"));
    }
}
