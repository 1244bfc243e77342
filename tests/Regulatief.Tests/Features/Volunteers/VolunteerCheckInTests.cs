using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.Volunteers;

namespace Regulatief.Tests.Features.Volunteers;

public sealed class VolunteerCheckInTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Running("alle-stappen").Paired());
    }

    [Fact]
    public async Task OpenCheckIns_AYear_ComesAfterThreeTenAndEighteenWeeksAndEveryQuarter()
    {
        List<int> weeks = [];
        for (var day = 0; day < 370; day++)
        {
            if (await Open() > 0) weeks.Add(day / 7);
            Clock.Advance(TimeSpan.FromDays(1));
        }

        weeks.ShouldBe([3, 10, 18, 31, 44]);
    }

    [Fact]
    public async Task OpenCheckIns_Twice_AsksOnce()
    {
        Clock.Advance(TimeSpan.FromDays(21));

        (await Open()).ShouldBe(1);
        (await Open()).ShouldBe(0);
        (await NoticesOf(_case.Volunteer.Account)).ShouldBe([NoticeKind.VolunteerThanked]);
    }

    [Fact]
    public async Task OpenCheckIns_FoundLate_AsksOnceForTheLast()
    {
        Clock.Advance(TimeSpan.FromDays(18 * 7));

        (await Open()).ShouldBe(1);
        (await Read(db => db.VolunteerCheckIns.SingleAsync(Cancel))).Number.ShouldBe(3);
    }

    [Fact]
    public async Task OpenCheckIns_CasePaused_Waits()
    {
        await As(_case.Officer).SendAsync(new PauseCaseCommand(_case.Id, "Op reis."));
        Clock.Advance(TimeSpan.FromDays(21));
        (await Open()).ShouldBe(0);

        await As(_case.Officer).SendAsync(new ResumeCaseCommand(_case.Id));
        (await Open()).ShouldBe(1);
    }

    [Fact]
    public async Task VolunteerCheckIn_NothingFilledIn_AsksWhenAndHow()
    {
        var task = await Opened();

        (await Should.ThrowAsync<ValidationException>(As(_case.Coordinator).SendAsync(new CompleteHumanTaskCommand(task.Id, null, TaskForm.Write(new VolunteerCheckInAnswers())))))
            .Errors.Select(e => e.PropertyName).ShouldBe(["SpokeOn", "HowItGoes"], ignoreOrder: true);
    }

    [Fact]
    public async Task VolunteerCheckIn_ByThePage_IsReadTheNextTimeByTheCoordinatorAlone()
    {
        var task = await Opened();
        task.DueOn.ShouldBe(new DateOnly(2026, 12, 30));
        var coordinator = await As(_case.Coordinator).BrowseAsync();
        var form = await coordinator.OpenAsync($"/taken/{task.Id}");
        form.Text.ShouldContain("staat sinds dinsdag 24 november 2026 naast deze cliënt");

        await coordinator.SubmitAsync(form, new() { ["Answers.SpokeOn"] = "2026-12-15", ["Answers.HowItGoes"] = "Goed, maar druk.", ["Answers.Needs"] = "Een training grenzen stellen." });

        (await Read(db => db.VolunteerCheckIns.SingleAsync(Cancel))).SpokeOn.ShouldBe(new DateOnly(2026, 12, 15));
        Clock.Advance(TimeSpan.FromDays(49));
        var next = await Opened();
        (await (await As(_case.Coordinator).BrowseAsync()).OpenAsync($"/taken/{next.Id}")).Text.ShouldContain("Een training grenzen stellen.");
        foreach (var (account, url) in new[] { (_case.Officer, $"/trajecten/{_case.Id}"), (_case.Officer, $"/trajecten/{_case.Id}/dossier"), (_case.Client!, "/mijn-traject") })
            (await (await As(account).BrowseAsync()).OpenAsync(url)).Text.ShouldNotContain("druk");
    }

    [Fact]
    public async Task VolunteerCheckIn_VolunteerLeaves_IsCalledOff()
    {
        var task = await Opened();

        await Complete(_case, HumanTaskKind.VolunteerHandover, StepAnswers.Handover((await Given(A.Volunteer().In(_case.Project))).Id, new DateOnly(2026, 12, 15)));

        (await Read(db => db.HumanTasks.SingleAsync(t => t.Id == task.Id, Cancel))).Status.ShouldBe(HumanTaskStatus.Cancelled);
        (await Read(db => db.DueWork.CountAsync(w => w.SubjectId == task.Id.Value, Cancel))).ShouldBe(0);
    }

    private async Task<HumanTask> Opened()
    {
        if (Clock.Today() < new DateOnly(2026, 12, 15)) Clock.Advance(TimeSpan.FromDays(21));
        await Open();
        return await OpenTask(_case, HumanTaskKind.VolunteerCheckIn);
    }

    private Task<int> Open() => Host.SendAsync(Actor.System, new OpenCheckInsCommand());

    private Task<List<NoticeKind>> NoticesOf(Account account) => Read(db => db.Notices.Where(n => n.AccountId == account.Id).Select(n => n.Kind).ToListAsync(Cancel));
}
