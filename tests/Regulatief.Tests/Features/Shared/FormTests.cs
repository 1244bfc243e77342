using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Shared.Forms;

namespace Regulatief.Tests.Features.Shared;

/// <summary>The form on the page of components, sent as a browser sends it.</summary>
public sealed partial class FormTests(DevelopmentHost host) : IClassFixture<DevelopmentHost>
{
    private const string Page = "/_componenten";

    [Fact]
    public async Task Components_OutsideDevelopment_AreNotThere()
    {
        await using var production = host.WithWebHostBuilder(web => web.UseEnvironment("Production"));

        var answer = await production.CreateClient().GetAsync(new Uri(Page, UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Page_Always_HasNoInlineStyleOrScript()
    {
        var page = await GetAsync();

        page.ShouldNotContain(" style=");
        page.ShouldNotContain("<style");
        InlineScript().IsMatch(page).ShouldBeFalse();
    }

    [Fact]
    public async Task Field_WithAHint_IsDescribedByIt()
    {
        var page = await GetAsync();

        page.ShouldContain("<label class=\"utrecht-form-label field__label\" for=\"HelpNeeds\">Hulpvragen</label>");
        page.ShouldContain("id=\"HelpNeeds-hint\"");
        Tag(page, "textarea", "HelpNeeds").ShouldContain("aria-describedby=\"HelpNeeds-hint\"");
    }

    [Fact]
    public async Task Field_Optional_SaysSoAndIsNotRequired()
    {
        var page = await GetAsync();

        Tag(page, "select", "Volunteer").ShouldNotContain("aria-required");
        page.ShouldContain("Vrijwilliger<span class=\"field__optional\"> (niet verplicht)</span>");
    }

    [Fact]
    public async Task Date_WithAValue_IsWrittenAsHtmlWantsIt() =>
        Tag(await GetAsync(), "input", "FirstTalkOn").ShouldMatch("value=\"\\d{4}-\\d{2}-\\d{2}\"");

    [Fact]
    public async Task Scale_WithAValue_HasOneChosen() =>
        Regex.Count(await GetAsync(), "<input checked=\"checked\"[^>]*name=\"QualityOfLife\"[^>]*>").ShouldBe(1);

    [Fact]
    public async Task Form_Always_CarriesAnIdempotencyKey() =>
        (await GetAsync()).ShouldMatch($"name=\"{PostFormTagHelper.IdempotencyField}\"[^>]*value=\"[0-9a-f-]{{36}}\"");

    [Fact]
    public async Task Send_WithErrors_ListsThemInTheOrderOfTheForm()
    {
        var page = await SendAsync();

        page.ShouldContain("Er zijn 4 dingen niet goed ingevuld");
        var links = SummaryLink().Matches(page).Select(link => link.Groups[1].Value);
        links.ShouldBe(["HelpNeeds", "IsOpenToContact", "FirstTalkOn", "SharedVision"]);
        foreach (var id in links)
            page.ShouldContain($" id=\"{id}\"");
    }

    [Fact]
    public async Task Send_WithErrors_MarksTheFieldAndKeepsWhatWasTyped()
    {
        var page = await SendAsync(("FirstName", "Jo <b>"), ("IsOpenToContact", "No"), ("Domains", "Work"), ("Domains", "Health"));

        Tag(page, "textarea", "HelpNeeds").ShouldContain("aria-invalid=\"true\"");
        Tag(page, "textarea", "HelpNeeds").ShouldContain("aria-describedby=\"HelpNeeds-hint HelpNeeds-error\"");
        Tag(page, "input", "FirstName").ShouldContain("value=\"Jo &lt;b&gt;\"");
        Tag(page, "input", "IsOpenToContact-2").ShouldContain("checked");
        Tag(page, "input", "Domains-3").ShouldContain("checked");
        Tag(page, "input", "Domains-6").ShouldContain("checked");
        Tag(page, "input", "Domains").ShouldNotContain("checked");
    }

    [Fact]
    public async Task Send_LettersInANumber_IsSaidInWords() =>
        (await SendAsync(("TimesPerMonth", "vaak"))).ShouldContain("kan hier niet. Controleer wat u heeft ingevuld.");

    [Fact]
    public async Task AddRow_WithoutScript_ComesBackWithOneMoreAndNoErrors()
    {
        var page = await SendAsync(("Tasks[0].What", "Post openen"), (RowChange.AddField, "true"));

        Tag(page, "input", "Tasks_0__What").ShouldContain("value=\"Post openen\"");
        page.ShouldContain("id=\"Tasks_1__What\"");
        page.ShouldNotContain("error-summary");
    }

    [Fact]
    public async Task RemoveRow_WithoutScript_ComesBackWithoutIt()
    {
        var page = await SendAsync(("Tasks[0].What", "Post openen"), ("Tasks[1].What", "Koffie"), (RowChange.RemoveField, "0"));

        Tag(page, "input", "Tasks_0__What").ShouldContain("value=\"Koffie\"");
        page.ShouldNotContain("id=\"Tasks_1__What\"");
    }

    [Theory]
    [InlineData(Page)]
    [InlineData("/_componenten/client")]
    [InlineData("/inloggen")]
    public async Task PostingForm_WhereverItsActionComesFrom_CarriesOneToken(string path)
    {
        var page = await new Browser(host.CreateClient()).OpenAsync(path);

        var tokens = page.Document.QuerySelectorAll("form[method=post]").Select(form => form.QuerySelectorAll("[name=__RequestVerificationToken]").Length).ToList();

        tokens.ShouldNotBeEmpty();
        tokens.ShouldAllBe(count => count == 1);
    }

    [Fact]
    public async Task Language_Chosen_IsRememberedAndReturnsToThePage()
    {
        var browser = new Browser(host.CreateClient());

        var page = await browser.SubmitAsync(await browser.OpenAsync(Page), form: "form[action='/taal']", button: ("language", "en"));

        page.Path.ShouldBe(Page);
        page.Document.DocumentElement.GetAttribute("lang").ShouldBe("en");
        page.Text.ShouldContain("Skip to content");
    }

    [Fact]
    public async Task Language_ReturnElsewhere_StaysHere()
    {
        var client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        var token = Token().Match(await client.GetStringAsync(new Uri(Page, UriKind.Relative), TestContext.Current.CancellationToken)).Groups[1].Value;

        using var body = Body([("language", "en"), ("returnUrl", "https://elsewhere.example"), ("__RequestVerificationToken", token)]);
        var answer = await client.PostAsync(new Uri("/taal", UriKind.Relative), body, TestContext.Current.CancellationToken);

        answer.Headers.Location.ShouldBe(new Uri("/", UriKind.Relative));
    }

    private Task<string> GetAsync() => host.CreateClient().GetStringAsync(new Uri(Page, UriKind.Relative), TestContext.Current.CancellationToken);

    private Task<string> SendAsync(params (string Name, string Value)[] fields) => PostAsync(host.CreateClient(), Page, fields);

    private static async Task<string> PostAsync(HttpClient client, string url, params (string Name, string Value)[] fields)
    {
        var page = await client.GetStringAsync(new Uri(Page, UriKind.Relative), TestContext.Current.CancellationToken);
        using var body = Body([.. fields, ("__RequestVerificationToken", Token().Match(page).Groups[1].Value)]);
        var answer = await client.PostAsync(new Uri(url, UriKind.Relative), body, TestContext.Current.CancellationToken);

        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static FormUrlEncodedContent Body(IEnumerable<(string Name, string Value)> fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static string Tag(string page, string name, string id)
    {
        var tag = Regex.Match(page, $"<{name}[^>]* id=\"{Regex.Escape(id)}\"[^>]*>");
        tag.Success.ShouldBeTrue($"no <{name}> with id {id}");
        return tag.Value;
    }

    [GeneratedRegex("""<input name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();

    [GeneratedRegex("""<li><a class="nl-link" href="#(\w+)">""")]
    private static partial Regex SummaryLink();

    [GeneratedRegex("<script(?![^>]* src=)")]
    private static partial Regex InlineScript();
}
