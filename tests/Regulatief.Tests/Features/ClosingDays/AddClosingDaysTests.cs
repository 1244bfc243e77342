using System.Net;
using System.Net.Http.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.ClosingDays;

namespace Regulatief.Tests.Features.ClosingDays;

/// <summary>A manager or an administrator says on which days the organisation is closed.</summary>
public sealed class AddClosingDaysTests(SqliteHost host) : FeatureTest(host)
{
    /// <summary>A Tuesday.</summary>
    private static readonly DateOnly Today = new(2026, 11, 24);

    private Account _manager = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _manager = await Given(A.Account(AccountRole.Manager).Named("Marja Post"));
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Coordinator)]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.PrivacyOfficer)]
    [InlineData(AccountRole.Designer)]
    public async Task ClosingDays_ByOneWhoDoesNotKeepThem_AreRefused(AccountRole role)
    {
        var person = As(await Given(A.Account(role)));

        (await Should.ThrowAsync<CaseRuleException>(person.SendAsync(Closing(Today.AddDays(3))))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(person.SendAsync(new ListClosingDaysQuery()))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(person.SendAsync(new RemoveClosingDaysCommand(Guid.NewGuid())))).Code.ShouldBe("role-may-not");
        (await (await person.BrowseAsync()).OpenAsync("/sluitingsdagen")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task AddClosingDays_NothingFilledIn_AsksDayAndName() =>
        (await ErrorsOf(new AddClosingDaysCommand(null, null, " "))).ShouldBe(["From NotNullValidator", "Name NotEmptyValidator"]);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task AddClosingDays_ADayThatBegan_IsRefused(int days) => (await ErrorsOf(Closing(Today.AddDays(days)))).ShouldBe(["From closing-not-ahead"]);

    [Fact]
    public async Task AddClosingDays_EndsBeforeItBegins_IsRefused() =>
        (await ErrorsOf(Closing(Today.AddDays(3), Today.AddDays(2)))).ShouldBe(["Until closing-ends-before"]);

    [Fact]
    public async Task AddClosingDays_TooFarAhead_IsRefused() =>
        (await ErrorsOf(Closing(Today.AddYears(3).AddDays(1)))).ShouldBe(["From LessThanOrEqualValidator"]);

    [Theory]
    [InlineData("2026-11-28", "2026-11-29")] // a weekend
    [InlineData("2026-12-25", null)] // Christmas
    public async Task AddClosingDays_WithoutAWorkingDay_IsRefused(string from, string? until) =>
        (await ErrorsOf(Closing(Day(from), until is null ? null : Day(until)))).ShouldBe(["From closing-no-working-day"]);

    [Theory]
    [InlineData("2026-12-22", null)]
    [InlineData("2026-12-18", "2026-12-21")]
    [InlineData("2026-12-24", "2026-12-28")]
    [InlineData("2026-12-01", "2026-12-31")]
    public async Task AddClosingDays_OfWhichOneIsClosedAlready_IsRefusedAndTellsWhich(string from, string? until)
    {
        await As(_manager).SendAsync(Closing(Day("2026-12-21"), Day("2026-12-24"), "Kerstsluiting"));

        var refused = (await Should.ThrowAsync<ValidationException>(As(_manager).SendAsync(Closing(Day(from), until is null ? null : Day(until))))).Errors.ShouldHaveSingleItem();

        (refused.PropertyName, refused.ErrorCode).ShouldBe(("From", "closing-twice"));
        refused.FormattedMessagePlaceholderValues["Name"].ShouldBe("Kerstsluiting");
    }

    [Fact]
    public async Task AddClosingDays_MoreThanTwentyWorkingDays_IsRefused()
    {
        // Four weeks from a Monday hold twenty.
        (await ErrorsOf(Closing(Day("2027-07-05"), Day("2027-08-02")))).ShouldBe(["Until closing-too-long"]);
        await As(_manager).SendAsync(Closing(Day("2027-07-05"), Day("2027-08-01")));
    }

    [Theory]
    [InlineData("2027-07-30", true)] // the Friday before
    [InlineData("2027-08-30", true)] // the Monday after
    [InlineData("2027-07-29", false)]
    [InlineData("2027-08-31", false)]
    public async Task AddClosingDays_NextToOthers_CountsThemTogether(string day, bool isTooLong)
    {
        await As(_manager).SendAsync(Closing(Day("2027-08-02"), Day("2027-08-27")));

        if (isTooLong) (await ErrorsOf(Closing(Day(day)))).ShouldBe(["From closing-too-long"]);
        else await As(_manager).SendAsync(Closing(Day(day)));
    }

    [Fact]
    public async Task AddClosingDays_ByAnAdministrator_IsKeptWithWhoSetItAndLeavesATrace()
    {
        var administrator = await Given(A.Account(AccountRole.Administrator));

        var id = await As(administrator).SendAsync(Closing(Day("2027-05-07"), name: "Brugdag"));

        var kept = await Read(db => db.ClosingPeriods.SingleAsync(Cancel));
        (kept.Id, kept.From, kept.Until, kept.Name, kept.SetById, kept.SetAt).ShouldBe((id, Day("2027-05-07"), Day("2027-05-07"), "Brugdag", administrator.Id, Clock.GetUtcNow()));
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(AddClosingDaysCommand) && e.SubjectId == id && e.Kind == AuditKind.Change, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task ClosingDays_OnThePage_AreAddedShownAndRemoved()
    {
        var browser = await As(_manager).BrowseAsync();
        var page = await browser.OpenAsync("/sluitingsdagen");
        page.Text.ShouldContain("Er zijn geen sluitingsdagen gepland");

        var refused = await browser.SubmitAsync(page, new() { ["Form.Name"] = "Kerstsluiting", ["Form.From"] = "2026-12-28", ["Form.Until"] = "2027-03-31" });
        refused.FieldsInError.ShouldBe(["Form.Until"]);
        refused.Text.ShouldContain("werkdagen achter elkaar dicht");
        var added = await browser.SubmitAsync(refused, new() { ["Form.Until"] = "2026-12-31" });

        added.Text.ShouldContain("De sluiting is toegevoegd.");
        added.Text.ShouldContain("Kerstsluiting");
        added.Text.ShouldContain("4 werkdagen");
        added.Text.ShouldContain("Toegevoegd door Marja Post");
        added.Text.ShouldContain("Wat al is afgesproken, houdt zijn dag");
        (await browser.SubmitAsync(added, [], "form[action$='/weghalen']")).Text.ShouldContain("De sluiting is weggehaald.");
        (await Read(db => db.ClosingPeriods.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task ClosingDays_OverTheApi_AreAddedListedAndRemoved()
    {
        var api = await As(_manager).ApiAsync();
        using var adding = new HttpRequestMessage(HttpMethod.Post, "/api/v1/closing-days") { Content = JsonContent.Create(new { from = "2027-05-07", name = "Brugdag" }) };
        adding.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var added = await api.SendAsync(adding, Cancel);
        added.StatusCode.ShouldBe(HttpStatusCode.Created);

        var listed = (await (await api.GetAsync(new Uri("/api/v1/closing-days", UriKind.Relative), Cancel)).JsonAsync())["ahead"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)listed["from"], (string?)listed["until"], (int)listed["workingDays"]!, (string?)listed["setBy"]).ShouldBe(("2027-05-07", "2027-05-07", 1, "Marja Post"));
        using var removing = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/closing-days/{(string?)listed["id"]}");
        removing.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        (await api.SendAsync(removing, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Read(db => db.ClosingPeriods.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task RemoveClosingDays_ThatAreNotThere_AreNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(_manager).SendAsync(new RemoveClosingDaysCommand(Guid.NewGuid())));

    [Fact]
    public async Task RemoveClosingDays_ThatBegan_IsRefusedAndTheyStayInTheList()
    {
        var id = await As(_manager).SendAsync(Closing(Today.AddDays(2), Today.AddDays(3)));
        Clock.Advance(TimeSpan.FromDays(2));

        (await Should.ThrowAsync<CaseRuleException>(As(_manager).SendAsync(new RemoveClosingDaysCommand(id)))).Code.ShouldBe("closing-begun");

        (await As(_manager).SendAsync(new ListClosingDaysQuery())).Ahead.ShouldHaveSingleItem().CanBeRemoved.ShouldBeFalse();
        Clock.Advance(TimeSpan.FromDays(2));
        var list = await As(_manager).SendAsync(new ListClosingDaysQuery());
        (list.Ahead.Count, list.Past.ShouldHaveSingleItem().Id).ShouldBe((0, id));
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private static AddClosingDaysCommand Closing(DateOnly from, DateOnly? until = null, string name = "Dicht") => new(from, until, name);

    private async Task<IReadOnlyList<string>> ErrorsOf(AddClosingDaysCommand command) =>
        [.. (await Should.ThrowAsync<ValidationException>(As(_manager).SendAsync(command))).Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}")];
}
