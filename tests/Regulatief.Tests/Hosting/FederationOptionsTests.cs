using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Hosting;

public sealed class FederationOptionsTests
{
    private static readonly FederationOptions Usable = new() { Authority = "https://inloggen.test", ClientId = "regulatief", ClientSecret = "geheim" };

    private static readonly FederatedRolesOptions Roles = new() { ProbationOfficer = "tz, toezicht", Manager = "leiding" };

    [Fact]
    public void Problem_NothingSetOrAllSet_IsNone()
    {
        new FederationOptions().Problem(new FederatedRolesOptions()).ShouldBeNull();
        Usable.Problem(Roles).ShouldBeNull();
    }

    [Fact]
    public void Problem_WhatIsMissing_IsNamed()
    {
        (Usable with { Authority = "http://inloggen.test" }).Problem(Roles)!.ShouldContain("OpenIdConnect:Authority");
        (Usable with { Authority = "https://" + new string('a', 130) }).Problem(Roles)!.ShouldContain("OpenIdConnect:Authority");
        (Usable with { ClientId = "" }).Problem(Roles)!.ShouldContain("OpenIdConnect:ClientId");
        (Usable with { ClientSecret = "" }).Problem(Roles)!.ShouldContain("OpenIdConnect:ClientSecret");
        (Usable with { RoleClaim = "" }).Problem(Roles)!.ShouldContain("OpenIdConnect:RoleClaim");
        Usable.Problem(new FederatedRolesOptions())!.ShouldContain("OpenIdConnect:Roles");
    }

    [Fact]
    public void Problem_NoLocalAccountsAndNobodyElseToAsk_IsNamed()
    {
        new AccountOptions { Local = false }.Problem(new FederationOptions())!.ShouldContain("Accounts:Local");
        new AccountOptions { Local = false }.Problem(Usable).ShouldBeNull();
        new AccountOptions().Problem(new FederationOptions()).ShouldBeNull();
    }

    [Fact]
    public void Given_SeveralValues_AreOurRolesInOurOrder()
    {
        Roles.Given(["leiding", "toezicht", "kantine"]).ShouldBe([AccountRole.ProbationOfficer, AccountRole.Manager]);
        Roles.Given(["TZ", ""]).ShouldBeEmpty();
    }
}
