using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>An officer who logged in by the password alone, and has no second factor yet.</summary>
public abstract class OwnFactorTest(SqliteHost host) : FeatureTest(host)
{
    protected Account Officer { get; private set; } = null!;

    protected Browser Browser { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Officer = await Given(A.ProbationOfficer());
        Browser = await As(Officer).BrowseAsync();
    }
}
