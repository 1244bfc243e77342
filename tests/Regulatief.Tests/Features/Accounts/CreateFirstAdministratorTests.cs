using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Hosting.Options;
using Regulatief.Web.Hosting.StartUp;

namespace Regulatief.Tests.Features.Accounts;

public sealed class CreateFirstAdministratorTests(SqliteHost host) : FeatureTest(host)
{
    private string _code = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Host.Log.Least = LogLevel.Trace;
        _code = await File.ReadAllTextAsync((await Read(db => First.AwaitAsync(db, Cancel)))!, Cancel);
    }

    [Fact]
    public async Task CreateFirstAdministrator_OtherCode_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(Host.SendAsync(Actor.System, Creating("0000")))).Code.ShouldBe("first-administrator-refused");

    [Fact]
    public async Task CreateFirstAdministrator_ShortPassword_IsRefused() =>
        await Should.ThrowAsync<ValidationException>(Host.SendAsync(Actor.System, Creating(_code) with { Password = "kort" }));

    [Fact]
    public async Task CreateFirstAdministrator_Twice_IsRefused()
    {
        await Host.SendAsync(Actor.System, Creating(_code));

        (await Should.ThrowAsync<CaseRuleException>(Host.SendAsync(Actor.System, Creating(_code) with { UserName = "nog-een" }))).Code.ShouldBe("first-administrator-refused");
    }

    [Fact]
    public async Task CreateFirstAdministrator_ThereIsOne_AwaitsNone()
    {
        await Given(A.Account(AccountRole.Administrator));

        (await Read(db => First.AwaitAsync(db, Cancel))).ShouldBeNull();
    }

    [Fact]
    public async Task CreateFirstAdministrator_OnThePage_CanLogInAndClosesThePage()
    {
        var browser = new Browser(Host.CreateClient(new() { BaseAddress = Person.Address }));
        var form = await browser.OpenAsync("/eerste-beheerder");

        var page = await browser.SubmitAsync(form, new() { ["Token"] = _code, ["Name"] = "Noor Visser", ["UserName"] = "noor", ["Password"] = A.Password });

        page.Url.AbsolutePath.ShouldBe("/inloggen");
        (await Read(db => db.Accounts.SingleAsync(Cancel))).FirstRole.ShouldBe(AccountRole.Administrator);
        (await browser.OpenAsync("/eerste-beheerder")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    // Whoever reads what the program writes to its console and its log must not be able to become administrator.
    [Fact]
    public async Task Code_StandsInAFileForTheProgramsAccountAlone()
    {
        var file = (await Read(db => First.AwaitAsync(db, Cancel)))!;

        // Windows keeps rights of files otherwise.
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Host.Log.Lines.ShouldNotContain(line => line.Contains(_code.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Code_OfAnEarlierStart_IsStillGoodAndGoneWhenItWasUsed()
    {
        var file = (await Read(db => First.AwaitAsync(db, Cancel)))!;
        var again = new FirstAdministrator(Host.Services.GetRequiredService<KeyFolder>());
        await Read(db => again.AwaitAsync(db, Cancel));
        again.Accepts(_code).ShouldBeTrue();

        await Host.SendAsync(Actor.System, Creating(_code));

        File.Exists(file).ShouldBeFalse();
    }

    private FirstAdministrator First => Host.Services.GetRequiredService<FirstAdministrator>();

    private static CreateFirstAdministratorCommand Creating(string code) => new(code, "Noor Visser", "noor", A.Password);
}
