using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Testing;

/// <summary>Someone with an account, who uses the product as anyone would. Logs in where that is needed, by the product's own log-in.</summary>
public sealed class Person(RegulatiefHost host, Account account)
{
    public static readonly Uri Address = new("https://localhost");

    /// <summary>Sends a request through the pipeline as this person, without HTTP.</summary>
    public Task<TResult> SendAsync<TResult>(IRequest<TResult> request, string? key = null) =>
        host.SendAsync(new Actor(account.Id, account.Role), request, key);

    /// <summary>A client of the API with this person's token. A state-changing call gets an idempotency key unless it brings one.</summary>
    public async Task<HttpClient> ApiAsync()
    {
        var client = host.CreateDefaultClient(Address, new IdempotencyKeys());
        var answer = await client.PostAsJsonAsync(
            "/api/v1/auth/token", new { userName = account.UserName, password = A.Password }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)token!["accessToken"]);
        return client;
    }

    /// <summary>A browser without script, logged in.</summary>
    public async Task<Browser> BrowseAsync()
    {
        var browser = new Browser(host.CreateDefaultClient(Address, new RedirectHandler(10), new CookieContainerHandler()));
        var logIn = await browser.OpenAsync("/inloggen");
        var first = await browser.SubmitAsync(logIn, new() { ["UserName"] = account.UserName, ["Password"] = A.Password });
        if (first.Url.AbsolutePath == "/inloggen") throw new InvalidOperationException($"{account.UserName} could not log in ({first.Status}): {first.Text}");
        return browser;
    }

    private sealed class IdempotencyKeys : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Get && !request.Headers.Contains(RequestKey.Header))
                request.Headers.Add(RequestKey.Header, Guid.NewGuid().ToString());
            return base.SendAsync(request, cancellationToken);
        }
    }
}

public static class ApiCalls
{
    /// <summary>Posts with a key of the test's own.</summary>
    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string url, object body, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        request.Headers.Add(RequestKey.Header, key);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string url, object body) =>
        client.PostAsJsonAsync(url, body, TestContext.Current.CancellationToken);

    /// <summary>The body of an answer; a problem's code stands in its <c>title</c>.</summary>
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
}
