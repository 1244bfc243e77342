using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.Migrations;

namespace Regulatief.Tests.Features.Migrations;

/// <summary>A cycle of the test's own, of which cases run the first version.</summary>
public abstract class MigrationTest(SqliteHost host) : FeatureTest(host)
{
    protected string DefinitionId { get; } = $"verplaatsen-{Guid.NewGuid():N}";

    protected Person Designer { get; private set; } = null!;

    protected Account DesignerAccount { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        DesignerAccount = await Given(A.Account(AccountRole.Designer));
        Designer = As(DesignerAccount);
    }

    /// <summary>Publishes the next version: these steps, one after the other.</summary>
    protected async Task<int> Publish(params string[] steps)
    {
        var version = await Read(db => db.Definitions.CountAsync(d => d.DefinitionId == DefinitionId, Cancel)) + 1;
        await Designer.SendAsync(new SaveDefinitionCommand(TestDefinitions.TasksInTurn(DefinitionId, version, steps), Publish: true));
        return version;
    }

    protected Task<Guid> Start(int from, params RenamedStep[] renamed) => Designer.SendAsync(new StartMigrationCommand(DefinitionId, from, renamed));

    protected Task<MigrationProgress> Progress(Guid id) => Designer.SendAsync(new MigrationProgressQuery(id));

    protected Task<StoredInstance> InstanceOf(CaseUnderTest @case) => Read(db => db.Instances.AsNoTracking().SingleAsync(i => i.CaseId == @case.Id, Cancel));

    protected Task<List<MigratingCase>> Rows() => Read(db => db.MigratingCases.AsNoTracking().ToListAsync(Cancel));
}
