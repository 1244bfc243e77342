using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>What a browser is told before it makes a passkey.</summary>
public sealed class NewPasskeyOptionsTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task NewPasskeyOptions_AskForOneOfThisSiteThatVerifiesItsOwner()
    {
        var officer = await Given(A.ProbationOfficer());
        var browser = await As(officer).BrowseAsync();

        var (_, options) = await SoftKey.AskAsync(browser, await browser.OpenAsync("/mijn-account/tweede-factor"));

        ((string?)options["rp"]!["id"]).ShouldBe("localhost");
        ((string?)options["user"]!["name"]).ShouldBe(officer.UserName);
        ((string?)options["authenticatorSelection"]!["userVerification"]).ShouldBe("required");
        ((string?)options["authenticatorSelection"]!["residentKey"]).ShouldBe("required");
        options["excludeCredentials"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task NewPasskeyOptions_LeaveOutWhatTheAccountHas()
    {
        using var key = new SoftKey();
        var browser = await As(await Given(A.ProbationOfficer())).BrowseAsync();
        await key.AddAsync(browser, "laptop");

        var (_, options) = await SoftKey.AskAsync(browser, await browser.OpenAsync("/mijn-account/tweede-factor"));

        options["excludeCredentials"]!.AsArray().Count.ShouldBe(1);
    }
}

/// <summary>What a browser is told before it signs with one.</summary>
public sealed class PasskeyOptionsTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task PasskeyOptions_BeforeAnybodyIsKnown_TellNothingOfAnyAccount()
    {
        using var key = new SoftKey();
        var officer = await Given(A.ProbationOfficer());
        await key.AddAsync(await As(officer).BrowseAsync(), "laptop");
        var browser = As(officer).Browser();

        var (_, options) = await SoftKey.AskAsync(browser, await browser.OpenAsync("/inloggen"));

        options["allowCredentials"]!.AsArray().ShouldBeEmpty();
        ((string?)options["userVerification"]).ShouldBe("required");
    }

    [Fact]
    public async Task PasskeyOptions_AtTheSecondStep_NameThoseOfThePerson()
    {
        using var key = new SoftKey();
        using var other = new SoftKey();
        var officer = await Given(A.ProbationOfficer());
        await key.AddAsync(await As(officer).BrowseAsync(), "laptop");
        await other.AddAsync(await As(await Given(A.Account(AccountRole.Manager))).BrowseAsync(), "laptop");
        var browser = As(officer).Browser();

        var (_, options) = await SoftKey.AskAsync(browser, await As(officer).FirstStepAsync(browser));

        options["allowCredentials"]!.AsArray().Count.ShouldBe(1);
    }
}
