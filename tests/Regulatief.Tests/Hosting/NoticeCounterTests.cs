using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Features.MyWork;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Hosting;

/// <summary>How many notices wait, in the top bar of every page: right when it is opened, and told to pages that stay open.</summary>
public sealed class NoticeCounterTests(SqliteHost host) : FeatureTest(host)
{
    private const string Hub = "wss://localhost/berichten/teller";
    private const string Here = "https://localhost";

    /// <summary>More may come at once than is waited for.</summary>
    private readonly Queue<string> _heard = new();

    private Account _officer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _officer = await Given(A.ProbationOfficer());
        // Past the last look of the test before, whose clock was set back.
        Clock.Advance(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Page_OfWhoGetsNotices_ShowsHowManyWait()
    {
        var browser = await As(_officer).BrowseAsync();
        var before = await browser.OpenAsync("/trajecten");
        before.Find("[data-notice-count]")!.HasAttribute("hidden").ShouldBeTrue();

        await ToldAsync(_officer, 3);

        var page = await browser.OpenAsync("/trajecten");
        page.Find("a.top-bar__notices")!.TextContent.Trim().ShouldContain("3");
        page.Find("[data-notice-count]")!.HasAttribute("hidden").ShouldBeFalse();
        page.Find(".top-bar [role=status]")!.TextContent.ShouldBeEmpty("nothing is said at each page");
    }

    [Theory, InlineData(AccountRole.Administrator, "/accounts"), InlineData(AccountRole.Designer, "/cycli")]
    public async Task Page_OfWhoHasNowhereToReadThem_ShowsNone(AccountRole role, string path) =>
        (await (await As(await Given(A.Account(role))).BrowseAsync()).OpenAsync(path)).Find("[data-notice-count], [data-module=notice-count]").ShouldBeNull();

    [Fact]
    public async Task Hub_WithoutACookie_IsRefused() => await Should.ThrowAsync<InvalidOperationException>(() => ConnectAsync(null, Here));

    [Fact]
    public async Task Hub_ByAToken_IsRefused()
    {
        using var api = await As(_officer).ApiAsync();
        var client = Host.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Authorization = api.DefaultRequestHeaders.Authorization!.ToString();

        await Should.ThrowAsync<InvalidOperationException>(() => client.ConnectAsync(new Uri(Hub), Cancel));
    }

    [Theory, InlineData("https://elsewhere.example"), InlineData("null")]
    public async Task Hub_AskedByAPageOfAnotherSite_IsRefused(string origin)
    {
        var cookie = await CookieAsync(_officer);

        (await Should.ThrowAsync<InvalidOperationException>(() => ConnectAsync(cookie, origin))).Message.ShouldContain("403");
    }

    [Fact]
    public async Task Hub_OpenedByAPage_TellsTheNumberAndNothingElse()
    {
        await ToldAsync(_officer, 2);
        using var socket = await ConnectAsync(await CookieAsync(_officer), Here);

        (await NextAsync(socket)).ShouldBe("""{"type":1,"target":"Count","arguments":[2]}""");
    }

    [Fact]
    public async Task Number_ChangedByACommandOfThisProcess_IsToldAtTheNextTurn()
    {
        await ToldAsync(_officer, 2);
        using var socket = await ConnectAsync(await CookieAsync(_officer), Here);
        await NextAsync(socket);

        await As(_officer).SendAsync(new MarkNoticesReadCommand(null));
        (await Counter.TellAsync(Cancel)).ShouldBe(1);

        (await NextAsync(socket)).ShouldContain("[0]");
    }

    [Fact]
    public async Task Number_ChangedByAnotherProcess_IsToldWithinHalfAMinute()
    {
        using var socket = await ConnectAsync(await CookieAsync(_officer), Here);
        await NextAsync(socket);
        await Counter.TellAsync(Cancel);
        await ToldAsync(_officer, 1);

        (await Counter.TellAsync(Cancel)).ShouldBe(0);
        Clock.Advance(TimeSpan.FromSeconds(30));
        (await Counter.TellAsync(Cancel)).ShouldBe(1);

        (await NextAsync(socket)).ShouldContain("[1]");
    }

    [Fact]
    public async Task Number_OfSomebodyElse_IsToldToNobody()
    {
        using var socket = await ConnectAsync(await CookieAsync(_officer), Here);
        await NextAsync(socket);
        await ToldAsync(await Given(A.ProbationOfficer()), 1);
        Clock.Advance(TimeSpan.FromSeconds(30));

        (await Counter.TellAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Connection_WhoseLogInEnded_Ends()
    {
        using var socket = await ConnectAsync(await CookieAsync(_officer), Here);
        await NextAsync(socket);
        await Host.ReadAsync(db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, Clock.GetUtcNow()), Cancel));

        await Host.Services.GetRequiredService<LiveConnections>().CloseEndedAsync(Cancel);

        await EndedAsync(socket);
    }

    // A page that stays open is no click.
    [Fact]
    public async Task Connection_OfAPage_KeepsNoLogInAwake()
    {
        var cookie = await CookieAsync(_officer);
        var seen = await SeenAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));

        using var socket = await ConnectAsync(cookie, Here);
        await NextAsync(socket);

        (await SeenAsync()).ShouldBe(seen);
    }

    private NoticeCounter Counter => Host.Services.GetRequiredService<NoticeCounter>();

    private Task<DateTimeOffset?> SeenAsync() => Read(db => db.Sessions.Select(s => (DateTimeOffset?)s.LastSeenAt).SingleAsync(Cancel));

    private Task ToldAsync(Account account, int notices) => Host.WriteAsync(db =>
        db.Notices.AddRange(Enumerable.Range(0, notices).Select(_ => new Notice { AccountId = account.Id, Kind = NoticeKind.AccountReopened, At = Clock.GetUtcNow() })));

    /// <summary>Of a log-in by the product's own page.</summary>
    private async Task<string> CookieAsync(Account account)
    {
        var cookies = new CookieContainerHandler();
        using var http = Host.CreateDefaultClient(Person.Address, new RedirectHandler(10), cookies);
        await As(account).FirstStepAsync(new Browser(http));
        return cookies.Container.GetCookieHeader(Person.Address);
    }

    /// <summary>Opens it as a page does, and is greeted.</summary>
    private async Task<WebSocket> ConnectAsync(string? cookie, string origin)
    {
        var client = Host.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => (request.Headers.Cookie, request.Headers.Origin) = (cookie, origin);
        var socket = await client.ConnectAsync(new Uri(Hub), Cancel);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, Cancel);
        (await NextAsync(socket)).ShouldBe("{}");
        return socket;
    }

    /// <summary>What it hears next that is no sign of life.</summary>
    private async Task<string> NextAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        while (true)
        {
            while (_heard.TryDequeue(out var message))
                if (message != "{\"type\":6}") return message;
            var got = await socket.ReceiveAsync(buffer, Cancel);
            foreach (var message in Encoding.UTF8.GetString(buffer, 0, got.Count).Split('\u001e', StringSplitOptions.RemoveEmptyEntries)) _heard.Enqueue(message);
        }
    }

    private static async Task EndedAsync(WebSocket socket)
    {
        try
        {
            while ((await socket.ReceiveAsync(new byte[4096], Cancel)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            // Cut off rather than closed.
        }

        Cancel.IsCancellationRequested.ShouldBeFalse();
    }
}
