using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.ClosingDays;
using Regulatief.Web.Features.Contacts;

namespace Regulatief.Tests.Features.HumanTasks;

/// <summary>A term counts from the day that it is in Amsterdam, at whatever hour it is set, and ends with that day there.</summary>
public sealed class TermAtOddHoursTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
    }

    [Theory]
    [InlineData("2026-11-24T22:59:00Z", 1, "2026-11-25")] // a minute before midnight in Amsterdam
    [InlineData("2026-11-24T23:30:00Z", 1, "2026-11-26")] // half past midnight there: Wednesday
    [InlineData("2026-11-27T22:30:00Z", 1, "2026-11-30")] // late on a Friday
    [InlineData("2026-11-27T23:30:00Z", 1, "2026-11-30")] // Saturday, half past midnight
    [InlineData("2026-11-28T10:00:00Z", 1, "2026-11-30")] // a Saturday
    [InlineData("2026-11-29T10:00:00Z", 2, "2026-12-01")] // a Sunday
    [InlineData("2026-11-29T23:30:00Z", 1, "2026-12-01")] // Monday, half past midnight
    [InlineData("2026-12-24T10:00:00Z", 1, "2026-12-28")] // the day before Christmas, a Thursday
    [InlineData("2026-12-31T23:30:00Z", 1, "2027-01-04")] // New Year's night, a Friday
    [InlineData("2027-04-26T10:00:00Z", 1, "2027-04-28")] // the day before King's Day
    [InlineData("2027-04-26T22:30:00Z", 1, "2027-04-28")] // King's Day, half past midnight in summer
    [InlineData("2027-04-27T10:00:00Z", 1, "2027-04-28")] // King's Day
    [InlineData("2028-04-26T10:00:00Z", 1, "2028-04-28")] // the day before King's Day of another year
    [InlineData("2031-04-25T10:00:00Z", 1, "2031-04-28")] // King's Day on a Saturday, since the 27th is a Sunday
    public async Task Term_SetAtAnOddHour_EndsOnTheRightDay(string at, int term, string dueOn)
    {
        var task = await AskedAt(at, term);

        task.DueOn.ShouldBe(Day(dueOn));
        (await DueAt(task, DueWorkKind.TaskEscalation)).ShouldBe(LegalTime.EndOf(Day(dueOn)));
    }

    [Theory]
    [InlineData("2027-03-25T10:00:00Z", 2, "2027-03-30", "2027-03-26T07:00:00Z", "2027-03-30T22:00:00Z")] // summer time begins on Easter Sunday
    [InlineData("2027-03-26T23:30:00Z", 2, "2027-03-31", "2027-03-30T06:00:00Z", "2027-03-31T22:00:00Z")] // Saturday, half past midnight in winter time
    [InlineData("2027-03-28T00:30:00Z", 1, "2027-03-30", null, "2027-03-30T22:00:00Z")] // half an hour before the clock goes forward
    [InlineData("2027-03-28T01:30:00Z", 1, "2027-03-30", null, "2027-03-30T22:00:00Z")] // half an hour after
    [InlineData("2027-10-29T10:00:00Z", 1, "2027-11-01", null, "2027-11-01T23:00:00Z")] // winter time begins in the weekend
    [InlineData("2027-10-29T22:30:00Z", 2, "2027-11-02", "2027-11-01T07:00:00Z", "2027-11-02T23:00:00Z")] // Saturday, half past midnight in summer time
    [InlineData("2027-10-31T00:30:00Z", 2, "2027-11-02", "2027-11-01T07:00:00Z", "2027-11-02T23:00:00Z")] // the first time that it is half past two
    [InlineData("2027-10-31T01:30:00Z", 2, "2027-11-02", "2027-11-01T07:00:00Z", "2027-11-02T23:00:00Z")] // the second time
    [InlineData("2027-10-31T22:30:00Z", 1, "2027-11-01", null, "2027-11-01T23:00:00Z")] // late on that Sunday
    public async Task Term_AcrossTheChangeOfTheClock_IsRemindedAtEightAndEndsAtMidnightThere(string at, int term, string dueOn, string? reminder, string lateAt)
    {
        var task = await AskedAt(at, term);

        task.DueOn.ShouldBe(Day(dueOn));
        (await DueAt(task, DueWorkKind.TaskEscalation)).ShouldBe(Instant(lateAt));
        // Nothing is promised that would lie before it was asked.
        (await DueAt(task, DueWorkKind.TaskReminder)).ShouldBe(reminder is null ? null : Instant(reminder));
    }

    [Theory]
    [InlineData("2026-12-03T10:00:00Z", 1, "2026-12-07")] // the day before
    [InlineData("2026-12-03T22:30:00Z", 1, "2026-12-07")] // half an hour before it begins
    [InlineData("2026-12-03T23:30:00Z", 1, "2026-12-07")] // half an hour after it began
    [InlineData("2026-12-04T10:00:00Z", 1, "2026-12-07")] // on the day itself
    [InlineData("2026-12-05T10:00:00Z", 1, "2026-12-07")] // the Saturday after
    [InlineData("2026-12-03T10:00:00Z", 2, "2026-12-08")]
    [InlineData("2026-12-02T10:00:00Z", 1, "2026-12-03")] // it ends before
    [InlineData("2026-12-23T10:00:00Z", 1, "2027-01-04")] // closed from Christmas Eve to New Year's Eve
    public async Task Term_AroundAClosingDay_EndsOnADayThatIsOpen(string at, int term, string dueOn)
    {
        var manager = As(await Given(A.Account(AccountRole.Manager)));
        await manager.SendAsync(new AddClosingDaysCommand(Day("2026-12-04"), null, "Brugdag"));
        await manager.SendAsync(new AddClosingDaysCommand(Day("2026-12-24"), Day("2026-12-31"), "Kerstsluiting"));

        (await AskedAt(at, term)).DueOn.ShouldBe(Day(dueOn));
    }

    private async Task<HumanTask> AskedAt(string at, int term)
    {
        Clock.AdjustTime(Instant(at));
        await As(_case.Officer).SendAsync(new AskContactCommand(_case.Id, "Over de afspraak van vrijdag.", ContactWay.Phone, term));
        return await OpenTask(_case, HumanTaskKind.ContactRequest);
    }

    private Task<DateTimeOffset?> DueAt(HumanTask task, DueWorkKind kind) =>
        Read(db => db.DueWork.Where(w => w.SubjectId == task.Id.Value && w.Kind == kind).Select(w => (DateTimeOffset?)w.DueAt).SingleOrDefaultAsync(Cancel));

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
}
