using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Volunteers;

namespace Regulatief.Tests.Features.Volunteers;

public sealed class RemindOfDeclarationsTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
    }

    [Theory]
    [InlineData(91, 0)]
    [InlineData(90, 1)]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    public async Task RemindOfDeclarations_DaysLeft_TellsWhenItsTimeHasCome(int daysLeft, int told)
    {
        await Until(Today.AddDays(daysLeft));

        (await Remind()).ShouldBe(told);
        (await NoticesOf(_case.Coordinator)).ShouldBe(Enumerable.Repeat(NoticeKind.DeclarationEnding, told));
        (await NoticesOf(_case.Volunteer.Account)).ShouldBe(Enumerable.Repeat(NoticeKind.OwnDeclarationEnding, told));
    }

    [Fact]
    public async Task RemindOfDeclarations_SixHoursApartForFourMonths_TellsFourTimesOnTheirDays()
    {
        await Until(Today.AddDays(100));
        List<int> told = [];
        for (var turns = 0; turns < 4 * 120; turns++)
        {
            if (await Remind() > 0) told.Add(Clock.Today().DayNumber - Today.DayNumber);
            Clock.Advance(TimeSpan.FromHours(6));
        }

        told.ShouldBe([10, 40, 70, 101]);
        (await NoticesOf(_case.Volunteer.Account)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task RemindOfDeclarations_KnownLate_TellsOnceNotThreeTimes()
    {
        await Until(Today.AddDays(20));

        await Remind();
        (await Remind()).ShouldBe(0);
        (await NoticesOf(_case.Coordinator)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task RemindOfDeclarations_Renewed_IsToldOfAnew()
    {
        await Until(Today.AddDays(20));
        await Remind();

        await Until(Today.AddDays(80));

        (await Remind()).ShouldBe(1);
    }

    [Fact]
    public async Task RemindOfDeclarations_Ended_AsksTheCoordinatorAboutEachRunningPairing()
    {
        await Until(Today.AddDays(-1));

        await Remind();
        await Remind();

        var task = await OpenTask(_case, HumanTaskKind.CaseTask);
        (task.Title, task.Role).ShouldBe(("VOG van de vrijwilliger is verlopen", AccountRole.Coordinator));
        (await Complete(_case, HumanTaskKind.CaseTask, new CaseTaskAnswers { ["afspraak"] = "De aanvraag loopt; tot dan alleen bellen." })).Outcome.ShouldBe("Done");
    }

    [Fact]
    public async Task RemindOfDeclarations_CaseThatCloses_AsksNothingMore()
    {
        await Until(Today.AddDays(-1));
        await Remind();

        await Complete(_case, HumanTaskKind.Intake, new Regulatief.Cases.Intakes.IntakeAnswers { GoesOn = false, WithdrawnReason = "Toch niet." });

        (await Read(db => db.HumanTasks.SingleAsync(t => t.Kind == HumanTaskKind.CaseTask, Cancel))).Status.ShouldBe(HumanTaskStatus.Cancelled);
    }

    [Fact]
    public async Task RemindOfDeclarations_CaseOnHold_StartsItsTermWhenItGoesOn()
    {
        await As(_case.Officer).SendAsync(new PauseCaseCommand(_case.Id, "Opname."));
        await Until(Today.AddDays(-1));

        await Remind();

        var task = await OpenTask(_case, HumanTaskKind.CaseTask);
        (await Read(db => db.DueWork.Where(w => w.SubjectId == task.Id.Value).Select(w => w.SuspendedAt).ToListAsync(Cancel))).ShouldAllBe(at => at != null);
    }

    [Fact]
    public async Task RemindOfDeclarations_NotActiveOrWithoutAny_IsLeftAlone()
    {
        await Given(A.Volunteer().DeclaredUntil(null));
        await Given(A.Volunteer().DeclaredUntil(Today).Inactive());

        (await Remind()).ShouldBe(0);
    }

    private Task<int> Remind() => Host.SendAsync(Actor.System, new RemindOfDeclarationsCommand());

    private Task<int> Until(DateOnly day) => Read(db => db.Volunteers.ExecuteUpdateAsync(set => set.SetProperty(v => v.ConductDeclarationUntil, day), Cancel));

    private Task<List<NoticeKind>> NoticesOf(Account account) => Read(db => db.Notices.Where(n => n.AccountId == account.Id).Select(n => n.Kind).ToListAsync(Cancel));
}
