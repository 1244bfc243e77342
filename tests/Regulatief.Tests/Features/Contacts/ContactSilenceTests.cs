using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.CaseActions;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Contacts;
using Regulatief.Web.Features.VolunteerActivities;

namespace Regulatief.Tests.Features.Contacts;

/// <summary>Weekly contact that was agreed on a Tuesday: due on the next, and noticed two working days later.</summary>
public sealed class ContactSilenceTests(SqliteHost host) : CaseActionTest(host)
{
    private static readonly DateOnly Noticed = new(2026, 12, 3);

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await GivenCaseAt(CasePhase.WorkingTogether);
        await PromiseAsync();
    }

    [Fact]
    public async Task Silence_OfAWeekAndTwoWorkingDays_IsATaskOfTheProfessional()
    {
        await GoTo(Noticed.AddDays(-1));
        (await Silences()).ShouldBeEmpty();
        await GoTo(Noticed);

        var task = await OpenTask(_case, HumanTaskKind.ContactSilence);
        (task.Role, task.Title, task.DueOn).ShouldBe((AccountRole.ProbationOfficer, "Er is al een tijd geen contact vastgelegd", new DateOnly(2026, 12, 8)));
        (await PageOf(task)).Text.ShouldContain("Nog niets, sinds dinsdag 24 november 2026");
    }

    [Fact]
    public async Task Silence_WithSomethingLoggedBefore_TellsWhatWasLoggedLast()
    {
        await GoTo(Today.AddDays(3));
        await Log(Today.AddDays(3));
        await GoTo(new DateOnly(2026, 12, 8));

        var text = (await PageOf(await OpenTask(_case, HumanTaskKind.ContactSilence))).Text;
        foreach (var told in new[] { "1 keer per week", "vrijdag 27 november 2026", "Praten" }) text.ShouldContain(told);
        text.ShouldNotContain("geheim");
    }

    [Theory]
    [InlineData(FrequencyPeriod.TwoWeeks, "2026-12-10")]
    [InlineData(FrequencyPeriod.Month, "2026-12-29")]
    public async Task Silence_OfAnotherRhythm_IsNoticedLater(FrequencyPeriod per, string day)
    {
        await Read(db => db.Database.ExecuteSqlAsync($"UPDATE TaskDivisions SET VolunteerWithClient_Per = {per.ToString()}", Cancel));
        var noticed = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

        await GoTo(noticed.AddDays(-1));
        (await Silences()).ShouldBeEmpty();
        await GoTo(noticed);
        (await Silences()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_OverChristmas_CountsWorkingDays()
    {
        await GoTo(new DateOnly(2026, 12, 17));
        await Log(new DateOnly(2026, 12, 17));
        await CompleteIfOpen();

        // A week later is Thursday the 24th; then Christmas on Friday and Saturday, and a weekend.
        await GoTo(new DateOnly(2026, 12, 28));
        (await Silences()).ShouldNotContain(s => s.Since == new DateOnly(2026, 12, 17));
        await GoTo(new DateOnly(2026, 12, 29));
        (await Silences()).ShouldContain(s => s.Since == new DateOnly(2026, 12, 17));
    }

    [Fact]
    public async Task Silence_ContactIsLogged_EndsByItself()
    {
        await GoTo(Noticed);
        var task = await OpenTask(_case, HumanTaskKind.ContactSilence);

        await Log(Noticed);

        (await Read(db => db.HumanTasks.SingleAsync(t => t.Id == task.Id, Cancel))).Status.ShouldBe(HumanTaskStatus.Cancelled);
        (await Silences()).ShouldHaveSingleItem().EndedAt.ShouldNotBeNull();
        (await Promised()).ShouldBe(LegalTime.At(new DateOnly(2026, 12, 14), new TimeOnly(8, 0)));
    }

    [Fact]
    public async Task Silence_OnlySomethingOfLongAgoIsLogged_GoesOn()
    {
        await GoTo(new DateOnly(2026, 12, 18));

        await Log(Today.AddDays(1));

        (await Silences()).ShouldHaveSingleItem().EndedAt.ShouldBeNull();
        (await OpenTask(_case, HumanTaskKind.ContactSilence)).IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task Silence_AskedAfter_IsToldOnceHoweverLongItLasts()
    {
        await GoTo(Noticed);
        await Complete(_case, HumanTaskKind.ContactSilence, new ContactSilenceAnswers { Note = "De vrijwilliger was ziek." });

        foreach (var week in Enumerable.Range(1, 8))
        {
            await GoTo(Noticed.AddDays(week * 7));
            await PromiseAsync();
            await Host.SweepAsync();
        }

        (await Silences()).ShouldHaveSingleItem().Note.ShouldBe("De vrijwilliger was ziek.");
        (await Read(db => db.HumanTasks.CountAsync(t => t.Kind == HumanTaskKind.ContactSilence, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task Silence_CaseOnHold_StandsStillUntilItGoesOn()
    {
        await GoTo(Noticed.AddDays(-2));
        await As(_case.Officer).SendAsync(new PauseCaseCommand(_case.Id, Reason));
        await GoTo(Noticed.AddDays(20));
        (await Silences()).ShouldBeEmpty();

        await As(_case.Officer).SendAsync(new ResumeCaseCommand(_case.Id));
        await Host.SweepAsync();
        (await Silences()).ShouldBeEmpty();
        await GoTo(Noticed.AddDays(20 + 2));
        (await Silences()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_CaseCloses_AsksNothingMore()
    {
        await As(_case.Officer).SendAsync(new StopCaseCommand(_case.Id, ClosureReason.SupervisionEnded, Reason));
        await Complete(_case, HumanTaskKind.Closure, StepAnswers.Closure);

        (await Promised()).ShouldBeNull();
        await GoTo(Noticed.AddDays(10));
        (await Silences()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Silence_VolunteerLeaves_GoesWithThem()
    {
        await GoTo(Noticed);
        var successor = await Given(A.Volunteer().In(_case.Project));
        await As(_case.Officer).SendAsync(new LetVolunteerLeaveCommand(_case.Id, Reason));
        await Complete(_case, HumanTaskKind.VolunteerHandover, StepAnswers.Handover(successor.Id, Noticed));

        (await Silences()).ShouldHaveSingleItem().EndedAt.ShouldNotBeNull();
        (await Read(db => db.HumanTasks.Open().CountAsync(t => t.Kind == HumanTaskKind.ContactSilence, Cancel))).ShouldBe(0);
        (await Promised()).ShouldBeNull();
    }

    [Fact]
    public async Task PromiseSilences_BeforeTheyWorkTogether_PromisesNothing()
    {
        var @case = await GivenCaseAt(CasePhase.Agreements);

        await PromiseAsync();

        (await Read(db => db.DueWork.CountAsync(w => w.Kind == DueWorkKind.ContactSilence && w.CaseId == @case.Id, Cancel))).ShouldBe(0);
        (await Read(db => db.DueWork.CountAsync(w => w.Kind == DueWorkKind.ContactSilence && w.CaseId == _case.Id, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task PromiseSilences_AgainAndAgain_PromisesOnce()
    {
        await PromiseAsync();
        await PromiseAsync();

        (await Read(db => db.DueWork.CountAsync(w => w.Kind == DueWorkKind.ContactSilence, Cancel))).ShouldBe(1);
    }

    private Task<bool> PromiseAsync() => Host.SendAsync(Actor.System, new PromiseSilencesCommand());

    /// <summary>At noon, with all that came due by then.</summary>
    private Task<int> GoTo(DateOnly day) => Host.PassAsync(LegalTime.At(day, new TimeOnly(12, 0)) - Clock.GetUtcNow());

    private Task<Guid> Log(DateOnly on) => As(_case.Volunteer.Account).SendAsync(
        new LogVolunteerActivityCommand(_case.Id, VolunteerActivityCategory.Talking, on, 60, LocationType.ProbationOffice, null, null, "geheim"));

    private async Task CompleteIfOpen()
    {
        if (await Read(db => db.HumanTasks.Open().AnyAsync(t => t.Kind == HumanTaskKind.ContactSilence, Cancel)))
            await Complete(_case, HumanTaskKind.ContactSilence, new ContactSilenceAnswers { Note = "Gebeld." });
    }

    private async Task<Page> PageOf(HumanTask task) => await (await As(_case.Officer).BrowseAsync()).OpenAsync($"/taken/{task.Id}");

    private Task<List<ContactSilence>> Silences() => Read(db => db.ContactSilences.Where(s => s.CaseId == _case.Id).AsNoTracking().ToListAsync(Cancel));

    private Task<DateTimeOffset?> Promised() => Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.ContactSilence && w.CaseId == _case.Id).Select(w => (DateTimeOffset?)w.DueAt).SingleOrDefaultAsync(Cancel));
}
