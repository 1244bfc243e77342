using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Tests.Features.CaseActions;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseHandovers;

namespace Regulatief.Tests.Features.CaseHandovers;

/// <summary>An officer who goes, and a colleague who takes over.</summary>
public abstract class CaseHandoverTest(SqliteHost host) : CaseActionTest(host)
{
    protected const string Words = "Bel bij een gemiste afspraak eerst de vrijwilliger.";

    protected Account Successor { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Successor = await Given(A.ProbationOfficer().Named("Bram Smit"));
    }

    /// <summary>From tomorrow on.</summary>
    protected HandOverCasesCommand HandingOver(params CaseId[] cases) => new(null, Successor.Id, Today.AddDays(1), [.. cases.Select(id => new CaseToHandOver(id, Words))]);

    /// <summary>Puts it to the successor, for tomorrow.</summary>
    protected async Task<Guid> Asked(CaseUnderTest @case) => (await As(@case.Officer).SendAsync(HandingOver(@case.Id))).Asked.ShouldHaveSingleItem().HandoverId;

    protected Task<HandoverStatus> StatusOf(Guid handover) => Read(async db => (await db.CaseHandovers.FindAsync([handover], Cancel))!.Status);
}
