using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Incidents;

/// <summary>A case whose first step failed, and someone who looks after the machinery.</summary>
public abstract class IncidentTest(SqliteHost host) : FeatureTest(host)
{
    protected CaseUnderTest Case { get; private set; } = null!;

    protected Person Administrator { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Case = await Given(A.Case().Running(TestDefinitions.FailsThenTask));
        Administrator = As(await Given(A.Account(AccountRole.Administrator)));
    }

    protected Task<StoredIncident> Incident() => Read(db => db.Incidents.AsNoTracking().OrderBy(i => i.At).FirstAsync(Cancel));

    protected Task<List<string?>> OpenTasks() => Read(db => db.HumanTasks
        .Where(t => t.CaseId == Case.Id && t.Status == Regulatief.Cases.HumanTasks.HumanTaskStatus.Open).Select(t => t.ActivityId).ToListAsync(Cancel));
}
