using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.ElsaApi;

/// <summary>An open connection ends with the log-in that opened it.</summary>
public sealed class LiveConnectionsTests(SqliteHost host) : ElsaApiTest(host)
{
    private const byte EndOfMessage = 0x1e;

    [Fact]
    public async Task Connection_WhileItsLogInLasts_StaysOpen()
    {
        var (api, socket) = await OpenAsync(await Designer());
        using var _ = socket;

        await api.PostAsync("/elsa/api/hub-tickets", new { });
        Clock.Advance(LiveConnections.Turn);

        await PingAsync(socket);
        socket.State.ShouldBe(WebSocketState.Open);
    }

    [Fact]
    public async Task Connection_LogOutOnThisNode_IsClosedByTheTimeItIsAnswered()
    {
        var (api, socket) = await OpenAsync(await Designer());
        using var _ = socket;

        (await api.DeleteAsync(new Uri("/api/v1/auth/token", UriKind.Relative), Cancel)).EnsureSuccessStatusCode();

        await IsClosedAsync(socket);
    }

    [Fact]
    public async Task Connection_AccountClosedByAnAdministrator_IsClosed()
    {
        var designer = await Designer();
        var (_, socket) = await OpenAsync(designer);
        using var _ = socket;
        var administrator = await As(await Given(A.Account(AccountRole.Administrator))).BrowseAsync();

        await administrator.SubmitAsync(await administrator.OpenAsync("/accounts"), form: $"form[action='/accounts/{designer.Id}/afsluiten']");

        await IsClosedAsync(socket);
    }

    // Another process wrote that it ended.
    [Fact]
    public async Task Connection_LogInEndedOnAnotherNode_IsClosedAtTheNextTurn()
    {
        var (_, socket) = await OpenAsync(await Designer());
        using var _ = socket;
        await Read(db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, Clock.GetUtcNow()), Cancel));

        Clock.Advance(LiveConnections.Turn);

        await IsClosedAsync(socket);
    }

    // What it shows is for a designer alone.
    [Fact]
    public async Task Connection_OfWhoGoesOnInAnotherRole_IsClosed()
    {
        var (_, socket) = await OpenAsync(await Designer());
        using var _ = socket;
        await Read(db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.Role, AccountRole.Manager), Cancel));

        Clock.Advance(LiveConnections.Turn);

        await IsClosedAsync(socket);
    }

    [Fact]
    public async Task Connection_LogInEndsByItsTime_IsClosed()
    {
        var (_, socket) = await OpenAsync(await Designer());
        using var _ = socket;

        Clock.Advance(Session.LongestOfToken);

        await IsClosedAsync(socket);
    }

    [Fact]
    public async Task Connection_TicketOfALogInThatEnded_IsClosedAtOnce()
    {
        var designer = await Designer();
        var api = await As(designer).ApiAsync();
        var ticket = await TicketAsync(api);
        await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new DeactivateAccountCommand(designer.Id));

        using var socket = await ConnectAsync(ticket);
        await SendAsync(socket, """{"protocol":"json","version":1}""");

        await IsClosedAsync(socket);
    }

    private async Task<(HttpClient Api, WebSocket Socket)> OpenAsync(Account designer)
    {
        var api = await As(designer).ApiAsync();
        var socket = await ConnectAsync(await TicketAsync(api));
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await ReadAsync(socket);
        // What a hub answers to is connected: its log-in is looked after from then on.
        await PingAsync(socket);
        return (api, socket);
    }

    private static async Task<string> TicketAsync(HttpClient api) =>
        (string)(await (await api.PostAsync("/elsa/api/hub-tickets", new { })).Content.ReadFromJsonAsync<JsonObject>(Cancel))!["ticket"]!;

    private Task<WebSocket> ConnectAsync(string ticket) =>
        Host.Server.CreateWebSocketClient().ConnectAsync(new Uri($"wss://localhost{WorkflowInstanceHub.Path}?access_token={Uri.EscapeDataString(ticket)}"), Cancel);

    /// <summary>Asks the hub something and waits for its answer.</summary>
    private static async Task PingAsync(WebSocket socket)
    {
        await SendAsync(socket, """{"type":1,"invocationId":"1","target":"ObserveInstanceAsync","arguments":["abc"]}""");
        while (!(await ReadAsync(socket)).Contains("\"invocationId\":\"1\"", StringComparison.Ordinal)) { }
    }

    private static Task SendAsync(WebSocket socket, string message) => socket.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(message), EndOfMessage], WebSocketMessageType.Text, true, Cancel);

    private static async Task<string> ReadAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer, Cancel);
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    /// <summary>Reads what may still come, to the end.</summary>
    private static async Task IsClosedAsync(WebSocket socket)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        soon.CancelAfter(TimeSpan.FromSeconds(20));
        var buffer = new byte[4096];
        try
        {
            while ((await socket.ReceiveAsync(buffer, soon.Token)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            // The connection was cut instead of closed.
        }
    }
}
