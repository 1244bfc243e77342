using System.Net;
using System.Net.Http.Headers;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Accounts;

public sealed class LogOutTests(SqliteHost host) : FeatureTest(host)
{
    private Account _officer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _officer = await Given(A.ProbationOfficer());
    }

    [Fact]
    public async Task LogOut_TheOldCookie_OpensNothing()
    {
        var (browser, copy) = await WithACopyAsync();

        await browser.SubmitAsync(await browser.OpenAsync("/"), form: "form[action='/uitloggen']");

        (await copy.OpenAsync("/")).Url.AbsolutePath.ShouldBe("/inloggen");
    }

    [Fact]
    public async Task LogOut_TheBrowser_ClearsWhatItKept()
    {
        var answers = new HearsClearing();
        var browser = new Browser(Host.CreateDefaultClient(Person.Address, new Microsoft.AspNetCore.Mvc.Testing.Handlers.RedirectHandler(10), answers, new Microsoft.AspNetCore.Mvc.Testing.Handlers.CookieContainerHandler()));
        var logIn = await browser.OpenAsync("/inloggen");
        var page = await browser.SubmitAsync(logIn, new() { ["UserName"] = _officer.UserName, ["Password"] = A.Password });
        answers.Cleared.ShouldBeEmpty();

        await browser.SubmitAsync(page, form: "form[action='/uitloggen']");

        answers.Cleared.ShouldBe(["/uitloggen \"storage\""]);
    }

    [Fact]
    public async Task LogOut_OfAToken_EndsItAlone()
    {
        var (first, second) = (await As(_officer).ApiAsync(), await As(_officer).ApiAsync());

        (await first.DeleteAsync(new Uri("/api/v1/auth/token", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await first.GetAsync(new Uri("/api/v1/tasks", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await second.GetAsync(new Uri("/api/v1/tasks", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>A browser, and another that holds a copy of its cookie.</summary>
    private async Task<(Browser Browser, Browser Copy)> WithACopyAsync()
    {
        var client = Host.CreateClient(new() { BaseAddress = Person.Address, HandleCookies = false, AllowAutoRedirect = false });
        var browser = await As(_officer).BrowseAsync();
        var logIn = await client.GetAsync(new Uri("/inloggen", UriKind.Relative), Cancel);
        var form = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await logIn.Content.ReadAsStringAsync(Cancel));
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/inloggen", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent([new("UserName", _officer.UserName), new("Password", A.Password), new("__RequestVerificationToken", token)]),
        };
        request.Headers.Add("Cookie", CookiesOf(logIn.Headers));
        var answer = await client.SendAsync(request, Cancel);
        var cookies = CookiesOf(answer.Headers);
        return (BrowserWith(cookies), BrowserWith(cookies));
    }

    private Browser BrowserWith(string cookies)
    {
        var client = Host.CreateDefaultClient(Person.Address, new Microsoft.AspNetCore.Mvc.Testing.Handlers.RedirectHandler(10), new CarriesCookies(cookies));
        return new Browser(client);
    }

    private static string CookiesOf(HttpResponseHeaders headers) => string.Join("; ", headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));

    /// <summary>Sends this cookie with each request, and the ones for forms that it is given.</summary>
    private sealed class CarriesCookies(string cookies) : DelegatingHandler
    {
        private string _forms = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Remove("Cookie");
            request.Headers.Add("Cookie", $"{cookies}; {_forms}");
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set) && set.FirstOrDefault(c => c.StartsWith("__Host-regulatief-form=", StringComparison.Ordinal)) is { } form) _forms = form.Split(';')[0];
            return answer;
        }
    }

    private sealed class HearsClearing : DelegatingHandler
    {
        public List<string> Cleared { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.TryGetValues("Clear-Site-Data", out var what)) Cleared.Add($"{path} {what.Single()}");
            return answer;
        }
    }
}
