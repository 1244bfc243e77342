using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Incidents;
using Regulatief.Web.Hosting.Mailing;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Features.Mails;

/// <summary>Which devices are told that notices wait, what they read, and which addresses are never sent to.</summary>
public sealed class PushTests(ChannelHost host) : ShortMessageTest(host)
{
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private PushBrowser _browser = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _browser = new PushBrowser(Outside.Address);
        await Host.ReadAsync(db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.PhoneNumber, (string?)null), Cancel));
    }

    public override ValueTask DisposeAsync()
    {
        _browser.Dispose();
        return base.DisposeAsync();
    }

    // What a browser says of itself is believed by nobody: the address is of a push service, or refused.
    [Theory]
    [InlineData(null)]
    [InlineData("niets")]
    [InlineData("http://push.example/abc")]
    [InlineData("https://push.example:8443/abc")]
    [InlineData("https://push.example@10.0.0.1/abc")]
    [InlineData("https://push.example.evil.test/abc")]
    [InlineData("https://evilpush.example/abc")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/abc")]
    [InlineData("https://localhost/abc")]
    [InlineData("https://10.0.0.1/abc")]
    [InlineData("file:///etc/passwd")]
    public async Task AddPushDevice_AddressThatIsOfNoPushService_IsRefused(string? endpoint)
    {
        var refusal = await Should.ThrowAsync<ValidationException>(Host.As(Officer).SendAsync(new AddPushDeviceCommand(endpoint, _browser.P256dh, _browser.Auth, "")));

        refusal.Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}").ShouldBe(["Endpoint push-endpoint"]);
        (await Host.ReadAsync(db => db.PushDevices.CountAsync(Cancel))).ShouldBe(0);
    }

    [Theory]
    [InlineData("https://push.example/abc")]
    [InlineData("https://eu.push.example/abc")]
    public async Task AddPushDevice_OfAPushService_IsKept(string endpoint)
    {
        await Host.As(Officer).SendAsync(new AddPushDeviceCommand(endpoint, _browser.P256dh, _browser.Auth, "Firefox/140 Android"));

        var device = await Host.ReadAsync(db => db.PushDevices.SingleAsync(Cancel));
        device.AccountId.ShouldBe(Officer.Id);
        // Who reads the database can send nobody anything.
        device.Subscription.ShouldNotContain("push.example");
        device.Subscription.ShouldNotContain(_browser.Auth);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("BAAA", null)]
    [InlineData(null, "kort")]
    public async Task AddPushDevice_KeysThatAreNone_AreRefused(string? key, string? auth) => (await Should.ThrowAsync<ValidationException>(
        Host.As(Officer).SendAsync(new AddPushDeviceCommand(_browser.Endpoint, key ?? _browser.P256dh, auth ?? _browser.Auth, "")))).Errors.ShouldHaveSingleItem().ErrorCode.ShouldBe("push-endpoint");

    [Fact]
    public async Task AddPushDevice_ThatAnotherHad_IsOfWhoSitsThereNow()
    {
        await AddAsync(Case.Client!);
        await AddAsync(Officer);

        (await Host.ReadAsync(db => db.PushDevices.SingleAsync(Cancel))).AccountId.ShouldBe(Officer.Id);
    }

    [Fact]
    public async Task AddPushDevice_MoreThanAnybodyHas_AreRefused()
    {
        for (var i = 0; i < PushDevice.MostOfOne; i++)
        {
            using var one = new PushBrowser(Outside.Address);
            await Host.As(Officer).SendAsync(new AddPushDeviceCommand(one.Endpoint, one.P256dh, one.Auth, ""));
        }

        (await Should.ThrowAsync<ValidationException>(AddAsync(Officer))).Errors.ShouldHaveSingleItem().ErrorCode.ShouldBe("push-too-many");
    }

    [Fact]
    public async Task RemovePushDevice_OfAnother_IsNotThere()
    {
        await AddAsync(Officer);
        var device = await Host.ReadAsync(db => db.PushDevices.SingleAsync(Cancel));

        await Should.ThrowAsync<NotFoundException>(Host.As(Case.Client!).SendAsync(new RemovePushDeviceCommand(device.Id)));
    }

    // Without script the button to add one is hidden, and what was added is taken away all the same.
    [Fact]
    public async Task MyAccount_DeviceThatIsAdded_IsShownAndTakenAway()
    {
        var browser = await Host.As(Officer).BrowseAsync();
        var page = await browser.OpenAsync("/mijn-account");
        page.Find(".push__button")!.HasAttribute("hidden").ShouldBeTrue();
        page.Find(".push__missing")!.HasAttribute("hidden").ShouldBeFalse();
        page.Find("form[data-module=push]")!.GetAttribute("data-key").ShouldBe(Host.Services.GetRequiredService<VapidKeys>().Public);

        page = await browser.SubmitAsync(page, new() { ["endpoint"] = _browser.Endpoint, ["p256dh"] = _browser.P256dh, ["auth"] = _browser.Auth }, "form[action='/mijn-account/apparaten']");
        page.Text.ShouldContain("Dit apparaat toont voortaan dat er iets klaarstaat.");
        page.Text.ShouldContain("nog geen melding");

        page = await browser.SubmitAsync(page, form: "form[action$='/verwijderen']");
        page.Text.ShouldContain("Het apparaat krijgt geen meldingen meer.");
        (await Host.ReadAsync(db => db.PushDevices.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task MyAccount_AddressThatIsRefused_SaysSo()
    {
        var browser = await Host.As(Officer).BrowseAsync();

        var page = await browser.SubmitAsync(
            await browser.OpenAsync("/mijn-account"), new() { ["endpoint"] = "https://10.0.0.1/", ["p256dh"] = _browser.P256dh, ["auth"] = _browser.Auth }, "form[action='/mijn-account/apparaten']");

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("Meldingen van deze browser kunnen we niet versturen.");
    }

    [Fact]
    public async Task Push_WhatWaits_IsToldAtOnceInWordsThatTheDeviceAloneReads()
    {
        await AddAsync(Officer);
        await TellAsync(NoticeKind.TaskAssigned);

        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(1);
        (await PassAsync(TimeSpan.FromDays(1))).ShouldBe(0);

        var posted = Outside.Taken.ShouldHaveSingleItem();
        new Uri(Outside.Address, posted.Path).AbsoluteUri.ShouldBe(_browser.Endpoint);
        (posted.Headers["Content-Encoding"], posted.Headers["TTL"]).ShouldBe(("aes128gcm", "86400"));
        posted.Headers["Authorization"].ShouldContain(Host.Services.GetRequiredService<VapidKeys>().Public);
        System.Text.Encoding.UTF8.GetString(posted.Body).ShouldNotContain("berichten");
        JsonNode.Parse(_browser.Read(posted.Body))!.ToJsonString(Plainly)
            .ShouldBe("""{"title":"Er staan berichten voor u klaar","body":"U leest ze als u bent ingelogd bij Regulatief.","address":"/"}""");
        (await Host.ReadAsync(db => db.PushDevices.SingleAsync(Cancel))).LastUsedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Push_AnyKind_NamesNobodyAndNothing()
    {
        await AddAsync(Officer);
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            await TellAsync(kind);
            await PassAsync(TimeSpan.FromMinutes(1));
        }

        Outside.Taken.Count.ShouldBeGreaterThan(5);
        foreach (var text in Outside.Taken.Select(posted => _browser.Read(posted.Body)).Distinct())
            foreach (var secret in Secrets) text.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Push_MoreDevices_AreEachTold()
    {
        using var other = new PushBrowser(Outside.Address);
        await AddAsync(Officer);
        await Host.As(Officer).SendAsync(new AddPushDeviceCommand(other.Endpoint, other.P256dh, other.Auth, ""));
        await TellAsync(NoticeKind.TaskAssigned);

        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(2);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task Push_DeviceThatItsServiceKnowsNoMore_IsForgottenAndNothingIsWrong(HttpStatusCode answer)
    {
        await AddAsync(Officer);
        await TellAsync(NoticeKind.TaskAssigned);
        Outside.Answer = answer;
        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(0);

        (await Host.ReadAsync(db => db.PushDevices.CountAsync(Cancel))).ShouldBe(0);
        (await Host.As(await A.Account(AccountRole.Administrator).InAsync(Host)).SendAsync(new IncidentsPageQuery())).UnsentTotal.ShouldBe(0);
    }

    [Fact]
    public async Task Push_ServiceFails_IsTriedAgain()
    {
        await AddAsync(Officer);
        await TellAsync(NoticeKind.TaskAssigned);
        Outside.Answer = HttpStatusCode.BadGateway;
        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(0);
        Outside.Answer = HttpStatusCode.Created;

        (await PassAsync(TimeSpan.FromMinutes(1))).ShouldBe(1);
    }

    [Fact]
    public async Task Push_TakenAwayBeforeItGoes_GetsNothing()
    {
        await AddAsync(Officer);
        await TellAsync(NoticeKind.TaskAssigned);
        await Host.Services.GetRequiredService<Web.Hosting.Jobs.NoticeTelling>().PromiseAsync(Cancel);
        await Host.ReadAsync(db => db.PushDevices.ExecuteDeleteAsync(Cancel));

        (await PassAsync(TimeSpan.Zero)).ShouldBe(0);
        Outside.Asked.ShouldBe(0);
        (await MessageAsync()).Failure.ShouldBe(Sending.Outdated);
    }

    [Fact]
    public async Task Worker_IsServedAsAScriptUnderTheSamePolicy()
    {
        using var http = Host.CreateDefaultClient(Person.Address);

        using var answer = await http.GetAsync(new Uri("/components/push/push-worker.js", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
    }

    [Fact]
    public void VapidKeys_MadeAtTheFirstStart_AreTheSameAtTheNext()
    {
        var folder = new KeyFolder(Directory.CreateTempSubdirectory("regulatief-push-").FullName);
        var none = Options.Create(new PushOptions());

        var made = new VapidKeys(none, folder);
        PushKey.ArePair(made.Public, made.Private).ShouldBeTrue();
        (new VapidKeys(none, folder).Public, new VapidKeys(none, folder).Private).ShouldBe((made.Public, made.Private));
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Directory.GetFiles(folder.Path).ShouldHaveSingleItem()).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        File.WriteAllText(Directory.GetFiles(folder.Path)[0], "stuk");
        Should.Throw<InvalidOperationException>(() => new VapidKeys(none, folder).Public).Message.ShouldContain("push-keys.txt");
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public void Options_WhatIsWrong_IsNamed()
    {
        var keys = Host.Services.GetRequiredService<VapidKeys>();
        var usable = new PushOptions { Contact = "mailto:beheer@regulatief.test" };
        new PushOptions().Problem().ShouldBeNull();
        usable.Problem().ShouldBeNull();
        (usable with { PublicKey = keys.Public, PrivateKey = keys.Private }).Problem().ShouldBeNull();
        (usable with { Contact = "beheer" }).Problem()!.ShouldContain("Push:Contact");
        (usable with { PublicKey = keys.Public }).Problem()!.ShouldContain("Push:PrivateKey");
        (usable with { PublicKey = keys.Private, PrivateKey = keys.Private }).Problem()!.ShouldContain("no pair");
        (usable with { Services = " " }).Problem()!.ShouldContain("Push:Services");
    }

    private Task<Guid> AddAsync(Account account) => Host.As(account).SendAsync(new AddPushDeviceCommand(_browser.Endpoint, _browser.P256dh, _browser.Auth, "Firefox/140 Android"));
}
