using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.Reminders;

namespace Regulatief.Tests.Features.Reminders;

public sealed class ForMyselfTests(SqliteHost host) : FeatureTest(host)
{
    private const string Words = "Vragen hoe de sollicitatie ging.";

    private static readonly DateOnly Today = new(2026, 11, 24);

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
    }

    [Fact]
    public async Task MakeReminder_CaseOfAnother_IsNotFound()
    {
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(Once(1)));
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Client!).SendAsync(Once(1)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task MakeReminder_BadInput_IsRefusedAtItsFields()
    {
        (await Refused(new(_case.Id, " ", Today))).ShouldBe([("Words", "NotEmptyValidator"), ("On", "GreaterThanValidator")]);
        (await Refused(Once(1) with { Repeat = ReminderRepeat.Weekly })).ShouldBe([("LastOn", "reminder-without-end")]);
        (await Refused(Once(1) with { Repeat = ReminderRepeat.Weekly, LastOn = Today })).ShouldBe([("LastOn", "GreaterThanOrEqualValidator")]);
        (await Refused(Once(1) with { Repeat = ReminderRepeat.Weekly, LastOn = Today.AddDays(30), Rule = "FREQ=DAILY;COUNT=2" })).ShouldBe([("Rule", "reminder-repeated-twice")]);
        (await Refused(Once(1) with { Repeat = ReminderRepeat.Monthly, LastOn = Today.AddYears(3) })).ShouldBe([("LastOn", "reminder-too-long")]);
    }

    [Theory]
    [InlineData("FREQ=WEEKLY", "reminder-without-end")]
    [InlineData("FREQ=DAILY;COUNT=101", "reminder-too-long")]
    [InlineData("FREQ=DAILY;UNTIL=20280101", "reminder-too-long")]
    [InlineData("FREQ=YEARLY;COUNT=4", "reminder-too-long")]
    [InlineData("FREQ=WEEKLY;UNTIL=99991231", "reminder-too-long")]
    [InlineData("FREQ=HOURLY;COUNT=5", "reminder-rule-unreadable")]
    [InlineData("FREQ=DAILY;BYHOUR=1,2,3;COUNT=5", "reminder-rule-unreadable")]
    [InlineData("FREQ=DAILY;INTERVAL=0;COUNT=5", "reminder-rule-unreadable")]
    [InlineData("FREQ=YEARLY;INTERVAL=99999;COUNT=5", "reminder-rule-unreadable")]
    [InlineData("elke dinsdag", "reminder-rule-unreadable")]
    [InlineData("FREQ=SOMS;COUNT=5", "reminder-rule-unreadable")]
    [InlineData("COUNT=5", "reminder-rule-unreadable")]
    [InlineData("FREQ=MONTHLY;COUNT=0", "reminder-rule-unreadable")]
    public async Task MakeReminder_RuleThatCannotBe_IsRefused(string rule, string code) => (await Refused(Once(1) with { Rule = rule })).ShouldBe([("Rule", code)]);

    [Fact]
    public async Task MakeReminder_RuleOfADayThatNeverComes_IsRefusedSoon()
    {
        var began = TimeProvider.System.GetTimestamp();

        (await Refused(Once(1) with { Rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5" })).Single().Item1.ShouldBe("Rule");

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("FREQ=WEEKLY;BYDAY=WE;COUNT=3", "2026-11-25 2026-12-02 2026-12-09")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20270201T120000Z", "2026-11-25 2026-12-25 2027-01-25")]
    public async Task MakeReminder_ByARule_KeepsItsDays(string rule, string days)
    {
        await As(_case.Officer).SendAsync(Once(1) with { Rule = rule });

        string.Join(' ', (await Read(db => db.OwnReminders.SingleAsync(Cancel))).Days.Select(d => d.ToString("O", System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(days);
    }

    [Fact]
    public async Task MakeReminder_Once_IsANoticeOnItsDayAndNoMore()
    {
        await As(_case.Volunteer.Account).SendAsync(Once(3));

        await GoTo(Today.AddDays(2));
        (await NoticesOf(_case.Volunteer.Account)).ShouldBe(0);
        await GoTo(Today.AddDays(3));
        (await NoticesOf(_case.Volunteer.Account)).ShouldBe(1);
        (await (await As(_case.Volunteer.Account).BrowseAsync()).OpenAsync("/")).Text.ShouldContain(Words);
        await GoTo(Today.AddDays(30));
        (await NoticesOf(_case.Volunteer.Account)).ShouldBe(1);
    }

    [Fact]
    public async Task MakeReminder_EveryWeek_IsANoticeOnEachDayAndWhatWasMissedIsToldOnce()
    {
        await As(_case.Officer).SendAsync(Once(1) with { Repeat = ReminderRepeat.Weekly, LastOn = Today.AddDays(40) });

        foreach (var day in new[] { 1, 8 }) await GoTo(Today.AddDays(day));
        (await NoticesOf(_case.Officer)).ShouldBe(2);
        // The machine was away for two of them.
        await GoTo(Today.AddDays(24));
        (await NoticesOf(_case.Officer)).ShouldBe(3);
        await GoTo(Today.AddDays(29));
        (await NoticesOf(_case.Officer)).ShouldBe(4);
    }

    [Fact]
    public async Task MakeReminder_CaseOnHold_RemindsAllTheSame()
    {
        await As(_case.Officer).SendAsync(Once(3));
        await As(_case.Officer).SendAsync(new PauseCaseCommand(_case.Id, "Opname."));

        await GoTo(Today.AddDays(3));

        (await NoticesOf(_case.Officer)).ShouldBe(1);
    }

    [Fact]
    public async Task MakeReminder_CaseGoesToAnother_RemindsNobody()
    {
        var colleague = await Given(A.ProbationOfficer());
        await As(_case.Officer).SendAsync(Once(3));
        await Read(db => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.ProfessionalId, colleague.Id), Cancel));

        await GoTo(Today.AddDays(3));

        (await Read(db => db.Notices.CountAsync(n => n.Kind == NoticeKind.OwnReminder, Cancel))).ShouldBe(0);
        (await As(colleague).SendAsync(new ForMyselfQuery(_case.Id))).Reminders.ShouldBeEmpty();
    }

    [Fact]
    public async Task MakeReminder_OfWhoIsCoveredFor_IsNotToldToTheColleague()
    {
        var colleague = await Given(A.ProbationOfficer());
        await As(_case.Officer).SendAsync(Once(3));
        await As(_case.Officer).SendAsync(new NameCoverCommand(null, colleague.Id, Today, Today.AddDays(10)));

        await GoTo(Today.AddDays(3));

        (await (await As(colleague).BrowseAsync()).OpenAsync("/")).Text.ShouldNotContain("Uw eigen herinnering");
        (await (await As(_case.Officer).BrowseAsync()).OpenAsync("/")).Text.ShouldContain("Uw eigen herinnering");
    }

    [Fact]
    public async Task RemoveReminder_TakesBackWhatWasPromised()
    {
        var id = await As(_case.Officer).SendAsync(Once(3));
        await Should.ThrowAsync<NotFoundException>(As(_case.Coordinator).SendAsync(new RemoveReminderCommand(_case.Id, id)));

        await As(_case.Officer).SendAsync(new RemoveReminderCommand(_case.Id, id));

        (await Read(db => db.DueWork.CountAsync(w => w.Kind == DueWorkKind.OwnReminder, Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task MakeReminder_TooMany_IsRefused()
    {
        for (var made = 0; made < 20; made++) await As(_case.Officer).SendAsync(Once(3));

        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Once(3)))).Code.ShouldBe("reminder-many");
        await As(_case.Coordinator).SendAsync(Once(3));
    }

    [Fact]
    public async Task WriteNote_OnThePage_IsReadByItsWriterAlone()
    {
        var officer = await As(_case.Officer).BrowseAsync();
        var address = $"/trajecten/{_case.Id}/voor-mijzelf";

        (await officer.SubmitAsync(await officer.OpenAsync(address), new() { ["Note.Words"] = Words })).Text.ShouldContain(Words);

        foreach (var account in new[] { _case.Coordinator, _case.Volunteer.Account }) (await (await As(account).BrowseAsync()).OpenAsync(address)).Text.ShouldNotContain(Words);
        foreach (var url in new[] { $"/trajecten/{_case.Id}", $"/trajecten/{_case.Id}/dossier" }) (await officer.OpenAsync(url)).Text.ShouldNotContain(Words);
    }

    [Fact]
    public async Task WriteNote_CaseOfAnother_IsNotFound()
    {
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(new WriteNoteCommand(_case.Id, Words)));
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Client!).SendAsync(new WriteNoteCommand(_case.Id, Words)))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<ValidationException>(As(_case.Officer).SendAsync(new WriteNoteCommand(_case.Id, "")))).Errors.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task RemoveNote_OfAnother_IsNotFound()
    {
        var id = await As(_case.Officer).SendAsync(new WriteNoteCommand(_case.Id, Words));

        await Should.ThrowAsync<NotFoundException>(As(_case.Coordinator).SendAsync(new RemoveNoteCommand(_case.Id, id)));
        await As(_case.Officer).SendAsync(new RemoveNoteCommand(_case.Id, id));
        (await Read(db => db.OwnNotes.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task ForMyself_ByTheApi_IsTheSame()
    {
        var api = await As(_case.Officer).ApiAsync();
        var own = $"/api/v1/cases/{_case.Id}/own";

        (await api.PostAsync($"{own}/reminders", new { words = Words, on = "2026-11-30", rule = "FREQ=WEEKLY" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await api.PostAsync($"{own}/reminders", new { words = Words, on = "2026-11-30", rule = "FREQ=WEEKLY;COUNT=4" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await api.PostAsync($"{own}/notes", new { words = "Koffie met melk." })).StatusCode.ShouldBe(HttpStatusCode.Created);
        var shown = await (await api.GetAsync(new Uri(own, UriKind.Relative), Cancel)).JsonAsync();
        ((string?)shown["notes"]![0]!["words"], (int?)shown["reminders"]![0]!["left"]).ShouldBe(("Koffie met melk.", 4));
    }

    private MakeReminderCommand Once(int inDays) => new(_case.Id, Words, Today.AddDays(inDays));

    private Task<int> GoTo(DateOnly day) => Host.PassAsync(LegalTime.At(day, new TimeOnly(12, 0)) - Clock.GetUtcNow());

    private async Task<List<(string, string)>> Refused(MakeReminderCommand command) =>
        [.. (await Should.ThrowAsync<ValidationException>(As(_case.Officer).SendAsync(command))).Errors.Select(e => (e.PropertyName, e.ErrorCode))];

    private Task<int> NoticesOf(Account account) => Read(db => db.Notices.CountAsync(n => n.AccountId == account.Id && n.Kind == NoticeKind.OwnReminder, Cancel));
}
