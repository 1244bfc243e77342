using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.ElsaApi;

public sealed class WorkflowInstanceHubTests(SqliteHost host) : ElsaApiTest(host)
{
    private const string Hub = "/elsa/hubs/workflow-instance";

    [Fact]
    public async Task Hub_AnybodyButADesigner_IsRefused()
    {
        var officer = await As(await Given(A.Account(AccountRole.ProbationOfficer))).ApiAsync();

        (await officer.PostAsync($"{Hub}/negotiate?negotiateVersion=1", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.PostAsync("/elsa/api/hub-tickets", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Hub_WithATicket_IsOpenedOnce()
    {
        var ticket = await TicketAsync();

        using (var socket = await ConnectAsync(ticket)) socket.State.ShouldBe(WebSocketState.Open);

        (await Should.ThrowAsync<InvalidOperationException>(() => ConnectAsync(ticket))).Message.ShouldContain("401");
    }

    [Fact]
    public async Task Hub_WithATicketOfAMinuteAgo_IsRefused()
    {
        var ticket = await TicketAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));

        (await Should.ThrowAsync<InvalidOperationException>(() => ConnectAsync(ticket))).Message.ShouldContain("401");
    }

    // An address ends in the logs of a proxy, where a token would still be good for an hour.
    [Fact]
    public async Task Hub_WithATokenInItsAddress_IsRefused()
    {
        var api = await As(await Designer()).ApiAsync();

        (await Should.ThrowAsync<InvalidOperationException>(() => ConnectAsync(api.DefaultRequestHeaders.Authorization!.Parameter!))).Message.ShouldContain("401");
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    public async Task Hub_AskedByAPageOfAnotherSite_IsRefused(string origin)
    {
        var ticket = await TicketAsync();

        (await Should.ThrowAsync<InvalidOperationException>(() => ConnectAsync(ticket, origin))).Message.ShouldContain("403");
    }

    [Fact]
    public async Task Hub_AskedByAPageOfOurs_IsOpened()
    {
        using var socket = await ConnectAsync(await TicketAsync(), "https://localhost");

        socket.State.ShouldBe(WebSocketState.Open);
    }

    private async Task<string> TicketAsync()
    {
        var api = await As(await Designer()).ApiAsync();
        var answer = await api.PostAsync("/elsa/api/hub-tickets", new { });
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["ticket"]!;
    }

    private Task<WebSocket> ConnectAsync(string ticket, string? origin = null)
    {
        var client = Host.Server.CreateWebSocketClient();
        if (origin is not null) client.ConfigureRequest = request => request.Headers.Origin = origin;
        return client.ConnectAsync(new Uri($"wss://localhost{Hub}?access_token={Uri.EscapeDataString(ticket)}"), Cancel);
    }
}
