using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.CaseAccesses;

/// <summary>A case, a colleague who has nothing to do with it, and a privacy officer.</summary>
public abstract class CaseAccessTest(SqliteHost host) : FeatureTest(host)
{
    protected static readonly DateOnly Today = new(2026, 11, 24);

    protected CaseUnderTest Subject { get; private set; } = null!;

    protected Account Colleague { get; private set; } = null!;

    protected Account PrivacyOfficer { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Subject = await Given(A.Case());
        Colleague = await Given(A.ProbationOfficer());
        PrivacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
    }
}
