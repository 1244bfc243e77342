using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Hosting;

/// <summary>What no page of ours and no client in its right mind would send: it gets its sentence, never a failure of ours.</summary>
public sealed class HostileInputTests(SqliteHost host) : FeatureTest(host)
{
    private const string Json = "application/json";

    [Theory]
    [InlineData("UTF-16 that says so", "application/json; charset=utf-16", "utf-16", "{}", 415)]
    [InlineData("UTF-16 that does not", Json, "utf-16", "{}", 400)]
    [InlineData("a writing that is no more", "application/json; charset=utf-7", "utf-8", "{}", 415)]
    [InlineData("a writing that never was", "application/json; charset=klingon", "utf-8", "{}", 415)]
    [InlineData("no UTF-8", Json, "iso-8859-1", "{\"firstName\":\"é\"}", 400)]
    [InlineData("nothing", Json, "utf-8", "", 400)]
    [InlineData("null", Json, "utf-8", "null", 400)]
    [InlineData("a list", Json, "utf-8", "[]", 400)]
    [InlineData("a text", Json, "utf-8", "\"x\"", 400)]
    [InlineData("one name twice", Json, "utf-8", "{\"firstName\":\"a\",\"firstName\":\"b\"}", 400)]
    [InlineData("half a character", Json, "utf-8", "{\"firstName\":\"\\ud800\"}", 400)]
    [InlineData("a null sign", Json, "utf-8", "{\"firstName\":\"a\\u0000b\"}", 400)]
    [InlineData("null in a list", Json, "utf-8", "{\"goals\":[null]}", 400)]
    [InlineData("a day before the calendar", Json, "utf-8", "{\"bornOn\":\"0001-01-01\"}", 400)]
    [InlineData("XML", "application/xml", "utf-8", "<a/>", 415)]
    [InlineData("a form", "application/x-www-form-urlencoded", "utf-8", "a=1", 415)]
    [InlineData("a broken form", "multipart/form-data; boundary=abc", "utf-8", "garbage", 400)]
    [InlineData("no kind", null, "utf-8", "{}", 415)]
    [InlineData("no kind at all", ";;;", "utf-8", "{}", 415)]
    public async Task Api_BodyThatIsNone_IsRefusedWithASentence(string what, string? contentType, string writing, string body, int status)
    {
        var answer = await SendAsync("/api/v1/cases", contentType, Encoding.GetEncoding(writing).GetBytes(body));

        ((int)answer.StatusCode).ShouldBe(status, what);
        await ShouldHaveASentenceAsync(answer);
    }

    [Fact]
    public async Task Form_FieldInItsAddress_IsNotTakenForOneOfTheForm()
    {
        var officer = await Given(A.ProbationOfficer());
        var browser = await As(officer).BrowseAsync();
        var form = (await browser.OpenAsync("/mijn-account")).Document.QuerySelector("form[action$='/profiel']")!;
        var fields = form.QuerySelectorAll("input[type=hidden], [name='Profile.Name'], [name='Profile.Language']")
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value") ?? "nl")).ToList();
        using var content = new FormUrlEncodedContent(fields);

        var answer = await browser.Http.PostAsync(new Uri("/mijn-account/profiel?Profile.Phone=0201234567", UriKind.Relative), content, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stored = await Read(db => db.Accounts.SingleAsync(a => a.Id == officer.Id, Cancel));
        stored.PhoneNumber.ShouldBeNull();
    }

    [Fact]
    public async Task Scripts_SayTheirCharset()
    {
        var browser = await As(await Given(A.Account(AccountRole.Designer))).BrowseAsync();

        foreach (var script in new[] { "/site.js", "/ontwerper/_framework/blazor.webassembly.js" })
            (await browser.Http.GetAsync(new Uri(script, UriKind.Relative), Cancel)).Content.Headers.ContentType!.ToString().ShouldBe("text/javascript; charset=utf-8", script);
    }

    [Fact]
    public async Task Api_NestedTooDeep_IsRefusedWithASentence()
    {
        var answer = await SendAsync("/api/v1/cases", Json, Encoding.UTF8.GetBytes($"{{\"goals\":{new string('[', 100)}{new string(']', 100)}}}"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await ShouldHaveASentenceAsync(answer);
    }

    [Theory]
    [InlineData("{\"data\":{\"x\":\"\\ud800\"}}")]
    [InlineData("{\"data\":{\"x\":\"\\u0000\"}}")]
    [InlineData("{\"data\":{\"a\":1e999}}")]
    [InlineData("{\"data\":[]}")]
    [InlineData("{\"data\":{\"a\":1,\"a\":2}}")]
    [InlineData("{\"data\":{\"\\ud800\":1}}")]
    public async Task Api_AnswersOfATaskThatAreNone_AreRefusedWithASentence(string body)
    {
        var @case = await Given(A.Case());
        var task = await OpenTask(@case, HumanTaskKind.Intake);

        var answer = await SendAsync($"/api/v1/tasks/{task.Id}/complete", Json, Encoding.UTF8.GetBytes(body), @case.Officer);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await ShouldHaveASentenceAsync(answer);
    }

    [Theory]
    [InlineData("OPTIONS", "/api/v1/cases", 405)]
    [InlineData("PATCH", "/api/v1/cases", 405)]
    [InlineData("GET", "/api/v1/cases/no-id", 404)]
    [InlineData("GET", "/api/v1/nowhere", 404)]
    [InlineData("GET", "/api/v1/cases?phase=99", 400)]
    [InlineData("GET", "/api/v1/cases?number=99999999999", 400)]
    public async Task Api_CallThatIsNone_IsRefusedWithASentence(string method, string path, int status)
    {
        var api = await As(await Given(A.ProbationOfficer())).ApiAsync();

        var answer = await api.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancel);

        ((int)answer.StatusCode).ShouldBe(status);
        await ShouldHaveASentenceAsync(answer);
    }

    [Theory]
    [InlineData("workflow-instances", "")]
    [InlineData("workflow-instances", "null")]
    [InlineData("workflow-instances", "[]")]
    [InlineData("workflow-instances", "{\"statuses\":[\"Nowhere\"]}")]
    [InlineData("bulk-actions/export/workflow-instances", "null")]
    [InlineData("bulk-actions/export/workflow-definitions", "null")]
    [InlineData("activity-executions/report", "null")]
    [InlineData("workflow-definitions", "null")]
    [InlineData("workflow-definitions", "{\"model\":{\"name\":\"\\ud800\"}}")]
    [InlineData("workflow-definitions/import", "{\"a\":1,\"a\":2}")]
    public async Task Designer_BodyThatIsNone_IsRefusedWithASentence(string call, string body)
    {
        var answer = await SendAsync($"/elsa/api/{call}", Json, Encoding.UTF8.GetBytes(body), await Given(A.Account(AccountRole.Designer)));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string?)(await answer.JsonAsync())["message"]).ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Designer_BrokenFiles_AreRefusedWithASentence()
    {
        var answer = await SendAsync(
            "/elsa/api/workflow-definitions/import-files", "multipart/form-data; boundary=abc", Encoding.UTF8.GetBytes("garbage"), await Given(A.Account(AccountRole.Designer)));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string?)(await answer.JsonAsync())["message"]).ShouldNotBeNullOrWhiteSpace();
    }

    public static TheoryData<string, string, string> BrokenForms => new()
    {
        { "no form", "multipart/form-data; boundary=abc", "garbage" },
        { "half of one", "multipart/form-data; boundary=abc", "--abc\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx" },
        { "no boundary", "multipart/form-data", "--abc" },
        { "a boundary without end", $"multipart/form-data; boundary={new string('x', 300)}", "--abc" },
        { "2,000 fields", "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 2_000).Select(i => $"k{i}=1")) },
        { "a name without end", "application/x-www-form-urlencoded", $"{new string('k', 5_000)}=1" },
        { "a writing that is no more", "application/x-www-form-urlencoded; charset=utf-7", "a=1" },
        { "a writing that never was", "application/x-www-form-urlencoded; charset=klingon", "a=1" },
        { "a key of somebody else", "application/x-www-form-urlencoded", $"__key={new string('x', 101)}" },
    };

    [Theory, MemberData(nameof(BrokenForms))]
    public async Task Page_FormThatIsNone_IsToldOnAPage(string what, string contentType, string body)
    {
        var browser = await As(await Given(A.ProbationOfficer())).BrowseAsync();

        // Who is nobody is asked to log in before such a form is looked at.
        HttpClient[] senders = what is "a key of somebody else" or "a writing that never was" ? [browser.Http] : [browser.Http, Host.CreateClient()];
        foreach (var http in senders)
        {
            using var answer = await http.SendAsync(Post("/trajecten/zoeken", contentType, Encoding.UTF8.GetBytes(body)), Cancel);

            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, what);
            (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("Deze aanvraag klopt niet");
        }
    }

    [Theory]
    [InlineData("/inzage?Until=9999-12-31")]
    [InlineData("/inzage?Until=0001-01-01")]
    [InlineData("/inzage?From=0001-01-01")]
    [InlineData("/inzage?From=9999-12-31")]
    public async Task Page_DayOutsideTheCalendar_IsToldOnAPage(string path)
    {
        var page = await (await As(await Given(A.Account(AccountRole.PrivacyOfficer))).BrowseAsync()).OpenAsync(path);

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("1900");
        page.Text.ShouldContain("2199");
    }

    [Theory]
    [InlineData("/fout/0")]
    [InlineData("/fout/-1")]
    [InlineData("/fout/200")]
    [InlineData("/fout/700")]
    public async Task ErrorPage_OfAStatusThatIsNone_IsNotThere(string path) =>
        (await (await As(await Given(A.ProbationOfficer())).BrowseAsync()).OpenAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);

    [Theory]
    [InlineData("__Host-regulatief=garbage")]
    [InlineData("__Host-regulatief=chunks-9999")]
    [InlineData("__Host-regulatief-form=garbage")]
    [InlineData("__Host-regulatief-notice=garbage")]
    [InlineData("__Host-regulatief-language=c=xx|uic=yy")]
    [InlineData("__Host-regulatief-language=%00")]
    [InlineData("=;=;;=")]
    public async Task Page_CookieThatIsNone_IsAsIfItWereNotSent(string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/inloggen");
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        request.Headers.TryAddWithoutValidation("Accept-Language", ";;;q=,,*;q=9999");

        (await Host.CreateClient().SendAsync(request, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_OfAnAccountThatWasClosed_IsNoLongerGood()
    {
        var officer = await Given(A.ProbationOfficer());
        var api = await As(officer).ApiAsync();
        await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new Web.Features.Accounts.DeactivateAccountCommand(officer.Id));

        var answer = await api.GetAsync(new Uri("/api/v1/tasks", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await ShouldHaveASentenceAsync(answer);
    }

    [Fact]
    public async Task Cookie_OfAnAccountThatWasClosed_LeadsToLogIn()
    {
        var officer = await Given(A.ProbationOfficer());
        var browser = await As(officer).BrowseAsync();
        await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new Web.Features.Accounts.DeactivateAccountCommand(officer.Id));

        (await browser.OpenAsync("/trajecten")).Url.AbsolutePath.ShouldBe("/inloggen");
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? contentType, byte[] body, Account? account = null)
    {
        var api = await As(account ?? await Given(A.ProbationOfficer())).ApiAsync();
        return await api.SendAsync(Post(path, contentType, body), Cancel);
    }

    private static HttpRequestMessage Post(string path, string? contentType, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return request;
    }

    private static async Task ShouldHaveASentenceAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        ((string?)(await answer.JsonAsync())["detail"]).ShouldNotBeNullOrWhiteSpace();
    }
}
