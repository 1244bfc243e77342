using System.Net;
using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>Passkeys, made and tried as WebAuthn says and otherwise. In a real browser: PasskeyJourneyTests.</summary>
public sealed class PasskeyTests(SqliteHost host) : OwnFactorTest(host)
{
    [Fact]
    public async Task Passkey_Nothing_TellsTheFields()
    {
        var origin = new LogInOrigin(SessionKind.Pages, "", null, null);

        (await Should.ThrowAsync<ValidationException>(As(Officer).SendAsync(new AddPasskeyCommand()))).Errors.Select(e => e.PropertyName).ShouldBe(["Name"]);
        (await Should.ThrowAsync<ValidationException>(As(Officer).SendAsync(new LogInWithPasskeyCommand(null, origin)))).Errors.Single().ErrorCode.ShouldBe("passkey-none");
        (await Should.ThrowAsync<ValidationException>(As(Officer).SendAsync(new FinishLogInCommand(new HalfLogIn(Officer.Id, "", LogInMeans.Own), null, null, origin)))).Errors.Select(e => e.PropertyName)
            .ShouldBe(["Code"]);
    }

    [Fact]
    public async Task AddPasskeyCommand_WithoutAName_TellsTheField()
    {
        using var key = new SoftKey();

        var page = await key.AddAsync(Browser, "");

        page.FieldsInError.ShouldBe(["Passkey.Name"]);
    }

    [Fact]
    public async Task AddPasskeyCommand_WithoutScript_SaysWhatItNeeds()
    {
        var page = await Browser.OpenAsync("/mijn-account/tweede-factor");
        page.Text.ShouldContain("Een passkey werkt alleen met JavaScript");

        var again = await Browser.SubmitAsync(page, new() { ["Passkey.Name"] = "laptop" });

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Text.ShouldContain("Er kwam geen passkey mee.");
    }

    [Fact]
    public async Task NewPasskeyOptionsQuery_AsksForTheOwnerToBeVerifiedAndToBeFoundWithoutAName()
    {
        var (_, options) = await SoftKey.AskAsync(Browser, await Browser.OpenAsync("/mijn-account/tweede-factor"));

        ((string?)options["authenticatorSelection"]!["userVerification"]).ShouldBe("required");
        ((string?)options["authenticatorSelection"]!["residentKey"]).ShouldBe("required");
    }

    [Fact]
    public async Task AddPasskeyCommand_NothingAskedBefore_IsRefused()
    {
        using var key = new SoftKey();
        var page = await Browser.OpenAsync("/mijn-account/tweede-factor");
        var (form, options) = await SoftKey.AskAsync(Browser, page);
        Clock.Advance(HalfLogIn.ValidFor + TimeSpan.FromSeconds(1));

        var again = await Browser.SubmitAsync(page, new() { ["Passkey.Name"] = "laptop", ["credential"] = key.Make(options) }, form);

        again.Status.ShouldBe(HttpStatusCode.Conflict);
        again.Text.ShouldContain("De passkey is niet toegevoegd");
    }

    [Theory, InlineData("{}"), InlineData("geen json"), InlineData("{\"id\":null,\"response\":{}}")]
    public async Task AddPasskeyCommand_NoCredential_IsRefused(string credential)
    {
        var page = await Browser.OpenAsync("/mijn-account/tweede-factor");
        var (form, _) = await SoftKey.AskAsync(Browser, page);

        var again = await Browser.SubmitAsync(page, new() { ["Passkey.Name"] = "laptop", ["credential"] = credential }, form);

        again.Status.ShouldBe(HttpStatusCode.Conflict);
        (await Read(db => db.Passkeys.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task AddPasskeyCommand_ForAnotherSite_IsRefused()
    {
        using var key = new SoftKey("https://elders.nl");

        (await key.AddAsync(Browser, "laptop")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task AddPasskeyCommand_OwnerNotVerified_IsRefused()
    {
        using var key = new SoftKey { Verifies = false };

        (await key.AddAsync(Browser, "laptop")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task AddPasskeyCommand_KnownOfSomebodyElse_IsRefused()
    {
        using var key = new SoftKey();
        await key.AddAsync(Browser, "laptop");

        var page = await key.AddAsync(await As(await Given(A.Coordinator())).BrowseAsync(), "laptop");

        page.Text.ShouldContain("De passkey is niet toegevoegd");
        (await Read(db => db.Passkeys.SingleAsync(Cancel))).UserId.ShouldBe(Officer.Id);
    }

    [Fact]
    public async Task AddPasskeyCommand_First_ShowsRecoveryCodesAndThenTheList()
    {
        using var key = new SoftKey();

        var codes = await key.AddAsync(Browser, "sleutel aan de bos");

        codes.Document.QuerySelectorAll(".recovery-codes code").Length.ShouldBe(10);
        (await Browser.OpenAsync("/mijn-account/tweede-factor")).Text.ShouldContain("sleutel aan de bos");
        (await Read(db => db.Accounts.SingleAsync(Cancel))).TwoFactorEnabled.ShouldBeTrue();
    }

    [Fact]
    public async Task LogInWithPasskeyCommand_Alone_IsEnoughAndIsTold()
    {
        using var key = new SoftKey();
        await key.AddAsync(Browser, "laptop");
        var elsewhere = As(Officer).Browser();
        Clock.Advance(TimeSpan.FromDays(1));

        var page = await key.UseAsync(elsewhere, await elsewhere.OpenAsync("/inloggen?terug=/trajecten"));

        page.Path.ShouldBe("/trajecten");
        (await elsewhere.OpenAsync("/mijn-account/tweede-factor")).Text.ShouldContain("wo 25 nov 2026, 09:00");
        var told = await Read(db => db.AuditEntries.Where(e => e.Kind == AuditKind.SignIn).OrderBy(e => e.Id).LastAsync(Cancel));
        (told.Action, told.ActorId, told.Detail).ShouldBe((nameof(LogInWithPasskeyCommand), Officer.Id, "Succeeded"));
    }

    [Fact]
    public async Task LogInWithPasskeyCommand_Unknown_IsRefused()
    {
        using var key = new SoftKey();
        key.Make(JsonNode.Parse("""{ "challenge": "AAAA", "rp": { "id": "localhost" }, "user": { "id": "AAAA" } }""")!);
        var browser = As(Officer).Browser();

        var page = await key.UseAsync(browser, await browser.OpenAsync("/inloggen"));

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("Deze passkey werkt niet");
        (await Read(db => db.AuditEntries.OrderBy(e => e.Id).LastAsync(Cancel))).Detail.ShouldBe("PasskeyRefused");
    }

    [Fact]
    public async Task LogInWithPasskeyCommand_OfAClosedAccount_IsRefused()
    {
        using var key = new SoftKey();
        await key.AddAsync(Browser, "laptop");
        await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new DeactivateAccountCommand(Officer.Id));
        var browser = As(Officer).Browser();

        (await key.UseAsync(browser, await browser.OpenAsync("/inloggen"))).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task LogInWithPasskeyCommand_Removed_IsRefused()
    {
        using var key = new SoftKey();
        await key.AddAsync(Browser, "laptop");
        await Browser.SubmitAsync(await Browser.OpenAsync("/mijn-account/tweede-factor"), form: "form[action$='/verwijderen']");
        var browser = As(Officer).Browser();

        (await key.UseAsync(browser, await browser.OpenAsync("/inloggen"))).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    // Somebody caught both the answer and the cookies of a log-in.
    [Fact]
    public async Task LogInWithPasskeyCommand_SentASecondTime_IsRefused()
    {
        using var key = new SoftKey();
        await key.AddAsync(Browser, "laptop");
        var client = Host.CreateClient(new() { BaseAddress = Person.Address, AllowAutoRedirect = false, HandleCookies = false });
        var first = await client.GetAsync(new Uri("/inloggen", UriKind.Relative), Cancel);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await first.Content.ReadAsStringAsync(Cancel));
        var token = page.QuerySelector("form.passkey [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var cookies = CookiesOf(first);
        var asked = await PostAsync(client, "/inloggen/passkey/vraag", cookies, ("__RequestVerificationToken", token));
        cookies = $"{cookies}; {CookiesOf(asked)}";
        var credential = key.Sign(await asked.JsonAsync());

        var once = await PostAsync(client, "/inloggen/passkey", cookies, ("__RequestVerificationToken", token), ("credential", credential));
        var twice = await PostAsync(client, "/inloggen/passkey", cookies, ("__RequestVerificationToken", token), ("credential", credential + " "));

        once.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task FinishLogInCommand_WithAPasskey_IsTheSecondStep()
    {
        using var key = new SoftKey();
        await key.AddAsync(Browser, "laptop");
        var browser = As(Officer).Browser();

        var page = await key.UseAsync(browser, await As(Officer).FirstStepAsync(browser));

        page.Path.ShouldBe("/");
    }

    [Fact]
    public async Task FinishLogInCommand_PasskeyOfAnotherPerson_IsRefused()
    {
        using var theirs = new SoftKey();
        await theirs.AddAsync(await As(await Given(A.Coordinator())).BrowseAsync(), "laptop");
        using var own = new SoftKey();
        await own.AddAsync(Browser, "telefoon");
        var browser = As(Officer).Browser();

        var page = await theirs.UseAsync(browser, await As(Officer).FirstStepAsync(browser));

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("Deze passkey werkt niet bij dit account.");
        (await browser.OpenAsync("/")).Url.AbsolutePath.ShouldBe("/inloggen");
    }

    // The answer to what the log-in page asks of anybody, at the step that asks for one person's.
    [Fact]
    public async Task FinishLogInCommand_PasskeyOfAnotherPersonAskedOfAnybody_IsRefused()
    {
        using var theirs = new SoftKey();
        await theirs.AddAsync(await As(await Given(A.Coordinator())).BrowseAsync(), "laptop");
        using var own = new SoftKey();
        await own.AddAsync(Browser, "telefoon");
        var browser = As(Officer).Browser();
        var second = await As(Officer).FirstStepAsync(browser);
        var (_, anybody) = await SoftKey.AskAsync(browser, await browser.OpenAsync("/inloggen"));

        var page = await browser.SubmitAsync(second, new() { ["credential"] = theirs.Sign(anybody) }, "form.passkey");

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        (await browser.OpenAsync("/")).Url.AbsolutePath.ShouldBe("/inloggen");
    }

    [Fact]
    public async Task PasskeyOptionsQuery_WithoutTheFirstStep_IsNotFound()
    {
        var browser = As(Officer).Browser();
        var token = (await browser.OpenAsync("/inloggen")).Find("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        var answer = await browser.Http.PostAsync(
            new Uri("https://localhost/inloggen/tweede-stap/passkey/vraag"), new FormUrlEncodedContent([new("__RequestVerificationToken", token)]), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task ConfirmFactorCommand_WithAPasskey_GoesOn()
    {
        using var key = new SoftKey();
        await key.AddAsync(Browser, "laptop");
        Clock.Advance(Session.FactorIsFreshFor);

        var page = await key.UseAsync(Browser, await Browser.OpenAsync("/mijn-account/tweede-factor"));

        page.Path.ShouldBe("/mijn-account/tweede-factor");
    }

    [Fact]
    public async Task RemoveFactorCommand_OneOfTwo_LeavesTheOther()
    {
        using var first = new SoftKey();
        using var second = new SoftKey();
        await first.AddAsync(Browser, "laptop");
        await second.AddAsync(Browser, "telefoon");

        var page = await Browser.SubmitAsync(await Browser.OpenAsync("/mijn-account/tweede-factor"), form: "tr:first-child form[action$='/verwijderen']");

        page.Text.ShouldContain("Dat is verwijderd.");
        (await Read(db => db.Passkeys.SingleAsync(Cancel))).Data.Name.ShouldBe("telefoon");
        (await Read(db => db.Accounts.SingleAsync(Cancel))).TwoFactorEnabled.ShouldBeTrue();
    }

    private static string CookiesOf(HttpResponseMessage answer) =>
        string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string url, string cookies, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Add("Cookie", cookies);
        return client.SendAsync(request, Cancel);
    }
}
