using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Testing;

/// <summary>Someone with an account, who uses the product as anyone would. Logs in where that is needed, by the product's own log-in.</summary>
public sealed class Person(RegulatiefHost host, Account account, AccountRole? role = null)
{
    public static readonly Uri Address = new("https://localhost");

    /// <summary>The same person, who acts in this one of their roles.</summary>
    public Person In(AccountRole other) => new(host, account, other);

    /// <summary>Sends a request through the pipeline as this person, without HTTP.</summary>
    public async Task<TResult> SendAsync<TResult>(IRequest<TResult> request, string? key = null) => await host.SendAsync(await ActorAsync(), request, key);

    /// <summary>As the product makes it of a request: with whom they cover for, and what they were given or denied.</summary>
    public Task<Actor> ActorAsync() => host.ReadAsync(db => db.ActorOfAsync(account.Id, role ?? account.FirstRole, host.Clock.GetUtcNow(), TestContext.Current.CancellationToken));

    /// <summary>A client of the API with this person's token. A state-changing call gets an idempotency key unless it brings one.</summary>
    /// <param name="code">Of who has a second factor.</param>
    public async Task<HttpClient> ApiAsync(string? code = null)
    {
        var client = ApiWith(null);
        var answer = await client.PostAsJsonAsync(
            "/api/v1/auth/token", new { userName = account.UserName, password = A.Password, twoFactorCode = code, role }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)token!["accessToken"]);
        return client;
    }

    /// <summary>A client of the API with a token that was come by otherwise.</summary>
    public HttpClient ApiWith(string? token)
    {
        var client = host.CreateDefaultClient(Address, new IdempotencyKeys());
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A browser without script, logged in.</summary>
    public async Task<Browser> BrowseAsync()
    {
        var browser = Browser();
        var first = await FirstStepAsync(browser);
        if (first.Url.AbsolutePath.StartsWith("/inloggen", StringComparison.Ordinal)) throw new InvalidOperationException($"{account.UserName} could not log in ({first.Status}): {first.Text}");
        return browser;
    }

    /// <summary>A browser without script, logged in by password and code.</summary>
    public async Task<Browser> BrowseWithAsync(string code)
    {
        var browser = Browser();
        var first = await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = code });
        if (first.Url.AbsolutePath.StartsWith("/inloggen", StringComparison.Ordinal)) throw new InvalidOperationException($"{account.UserName} could not log in ({first.Status}): {first.Text}");
        return browser;
    }

    /// <summary>A browser without script, not logged in.</summary>
    public Browser Browser() => new(host.CreateDefaultClient(Address, new RedirectHandler(10), new CookieContainerHandler()));

    /// <summary>Sends the password.</summary>
    public async Task<Page> FirstStepAsync(Browser browser) =>
        await browser.SubmitAsync(await browser.OpenAsync("/inloggen"), new() { ["UserName"] = account.UserName, ["Password"] = A.Password });

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
