using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.Escalations;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.Covers;

public sealed class NameCoverTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private Account _absent = null!;
    private Account _colleague = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _absent = await Given(A.ProbationOfficer().Named("Anna de Wit"));
        _colleague = await Given(A.ProbationOfficer().Named("Bram Smit"));
    }

    [Theory]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.Client)]
    [InlineData(AccountRole.Designer)]
    [InlineData(AccountRole.PrivacyOfficer)]
    [InlineData(AccountRole.Administrator)]
    public async Task NameCover_RoleWithoutCover_IsRefused(AccountRole role)
    {
        var account = await Given(A.Account(role));

        (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(Naming(_colleague)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task NameCover_ForAColleagueBySomebodyBesideThem_IsRefused()
    {
        var beside = await Given(A.ProbationOfficer());
        var strange = await Given(A.Coordinator());

        foreach (var account in new[] { beside, strange })
            (await Should.ThrowAsync<ValidationException>(As(account).SendAsync(Naming(_colleague) with { AbsentId = _absent.Id }))).Errors.ShouldHaveSingleItem().ErrorCode.ShouldBe("no-such-choice");
    }

    [Fact]
    public async Task NameCover_ForOneself_IsRefused() => (await RefusalOf(Naming(_absent))).ShouldBe("cover-self");

    [Fact]
    public async Task NameCover_ColleagueWithoutAccess_IsRefused() =>
        (await RefusalOf(Naming(await Given(A.ProbationOfficer().Deactivated())))).ShouldBe("cover-inactive");

    [Fact]
    public async Task NameCover_ColleagueOfAnotherRole_IsRefused() => (await RefusalOf(Naming(await Given(A.Coordinator())))).ShouldBe("cover-other-role");

    [Fact]
    public async Task NameCover_DaysThatCannotBe_AreRefusedAtTheirFields()
    {
        (await ErrorsOf(Naming(_colleague) with { From = Today.AddDays(-1) })).ShouldBe(["From cover-in-the-past"]);
        (await ErrorsOf(Naming(_colleague) with { Until = Today.AddDays(-1) })).ShouldBe(["Until cover-ends-before"]);
        (await ErrorsOf(Naming(_colleague) with { Until = Today.AddMonths(13) })).ShouldBe(["Until LessThanOrEqualValidator"]);
        (await ErrorsOf(new NameCoverCommand(null, null, null, null))).ShouldBe(["From NotNullValidator", "Until NotNullValidator"]);
    }

    [Fact]
    public async Task NameCover_OverDaysThatAreCovered_IsRefused()
    {
        await As(_absent).SendAsync(Naming(_colleague));

        (await RefusalOf(Naming(await Given(A.ProbationOfficer())) with { From = Today.AddDays(7), Until = Today.AddDays(20) })).ShouldBe("cover-overlap");
        await As(_absent).SendAsync(Naming(_colleague) with { From = Today.AddDays(8), Until = Today.AddDays(9) });
    }

    [Fact]
    public async Task NameCover_InACircle_IsRefused()
    {
        await As(_colleague).SendAsync(Naming(_absent));

        (await RefusalOf(Naming(_colleague))).ShouldBe("cover-circle");
    }

    [Fact]
    public async Task NameCover_ColleagueWhoIsAwayThemselves_IsRefused()
    {
        await As(_colleague).SendAsync(Naming(await Given(A.ProbationOfficer())));

        (await RefusalOf(Naming(_colleague))).ShouldBe("cover-colleague-absent");
    }

    [Fact]
    public async Task NameCover_ByOneWhoCoversForAnother_IsRefused()
    {
        await As(await Given(A.ProbationOfficer())).SendAsync(Naming(_absent));

        (await RefusalOf(Naming(_colleague))).ShouldBe("cover-covers-another");
    }

    [Fact]
    public async Task NameCover_ForOneselfByManagerOrByTheCoordinatorOfTheirCases_IsNamedAndBothAreTold()
    {
        var @case = await Given(A.Case().LedBy(_absent));
        var manager = await Given(A.Account(AccountRole.Manager));
        var day = Today;
        foreach (var by in new[] { _absent, manager, @case.Coordinator })
        {
            var id = await As(by).SendAsync(new NameCoverCommand(_absent.Id, _colleague.Id, day, day));

            (await Read(db => db.Notices.Where(n => n.SubjectId == id && n.Kind == NoticeKind.CoverNamed).Select(n => n.AccountId).ToListAsync(Cancel)))
                .ShouldBe(new[] { _absent.Id, _colleague.Id }.Where(told => told != by.Id), ignoreOrder: true);
            (await Read(db => db.AuditEntries.SingleAsync(e => e.SubjectId == id && e.Kind == AuditKind.Change, Cancel))).ActorId.ShouldBe(by.Id);
            day = day.AddDays(1);
        }
    }

    [Fact]
    public async Task NameCover_FromItsFirstDayToItsLast_TheWorkFollows()
    {
        var @case = await Given(A.Case().LedBy(_absent));
        await Host.WriteAsync(db => db.Notices.Add(new Notice { AccountId = _absent.Id, Kind = NoticeKind.CaseAssigned, CaseId = @case.Id, At = Clock.GetUtcNow() }));
        await As(_absent).SendAsync(Naming(_colleague) with { From = Today.AddDays(1), Until = Today.AddDays(2) });
        await Should.ThrowAsync<NotFoundException>(As(_colleague).SendAsync(new CasePageQuery(@case.Id)));

        Clock.Advance(TimeSpan.FromDays(1));
        var work = await As(_colleague).SendAsync(new OfficerWorkQuery());
        work.Tasks.Count.ShouldBe(1);
        work.Notices.Select(n => n.Kind).ShouldBe([NoticeKind.CoverNamed, NoticeKind.CaseAssigned], ignoreOrder: true);
        (await As(_colleague).SendAsync(new ListTasksQuery())).Total.ShouldBe(1);
        (await As(_colleague).SendAsync(new CasePageQuery(@case.Id))).Head.IsWork.ShouldBeTrue();

        Clock.Advance(TimeSpan.FromDays(2));
        await Should.ThrowAsync<NotFoundException>(As(_colleague).SendAsync(new CasePageQuery(@case.Id)));
    }

    [Fact]
    public async Task NameCover_OfACoordinator_EscalationsAndTasksFollow()
    {
        var @case = await Given(A.Case().Running("regulatieve-cyclus"));
        var colleague = await Given(A.Coordinator());
        await Host.PassAsync(TimeSpan.FromDays(15));
        var day = new DateOnly(2026, 12, 9);
        await As(@case.Coordinator).SendAsync(new NameCoverCommand(null, colleague.Id, day, day));

        var told = (await As(colleague).SendAsync(new EscalationListQuery(false))).Items.ShouldHaveSingleItem();
        (await As(colleague).SendAsync(new CoordinatorWorkQuery())).Escalations.ShouldHaveSingleItem();
        await As(colleague).SendAsync(new HandleEscalationCommand(told.Id, "Gebeld."));

        (await Read(db => db.Escalations.SingleAsync(e => e.Id == told.Id, Cancel))).HandledById.ShouldBe(colleague.Id);
    }

    [Fact]
    public async Task NameCover_NoticesReadByTheColleague_AreRead()
    {
        var @case = await Given(A.Case().LedBy(_absent));
        await Host.WriteAsync(db => db.Notices.AddRange(
            new Notice { AccountId = _absent.Id, Kind = NoticeKind.CaseAssigned, CaseId = @case.Id, At = Clock.GetUtcNow() },
            new Notice { AccountId = _absent.Id, Kind = NoticeKind.CoverEnded, At = Clock.GetUtcNow() }));
        await As(_absent).SendAsync(Naming(_colleague));

        await As(_colleague).SendAsync(new MarkNoticesReadCommand(null));

        (await Read(db => db.Notices.Where(n => n.ReadAt == null).Select(n => n.Kind).ToListAsync(Cancel))).ShouldBe([NoticeKind.CoverEnded], "what is told to the absent one alone");
    }

    [Fact]
    public async Task NameCover_OnThePage_SaysItToBothOnEveryPage()
    {
        var browser = await As(_absent).BrowseAsync();

        var refused = await browser.SubmitAsync(await browser.OpenAsync("/waarneming"), new() { ["Form.CoveredById"] = new PersonInRole(_colleague.Id, AccountRole.ProbationOfficer).ToString(), ["Form.From"] = "2026-11-23", ["Form.Until"] = "2026-11-30" });
        var named = await browser.SubmitAsync(refused, new() { ["Form.From"] = "2026-11-24" });

        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.FieldsInError.ShouldBe(["Form.From"]);
        named.Status.ShouldBe(HttpStatusCode.OK);
        named.Text.ShouldContain("Bram Smit neemt voor u waar tot en met maandag 30 november 2026");
        (await (await As(_colleague).BrowseAsync()).OpenAsync("/trajecten")).Text.ShouldContain("U neemt waar voor Anna de Wit tot en met maandag 30 november 2026");
    }

    [Fact]
    public async Task NameCover_TwiceAtOnceInACircle_OneIsRefused()
    {
        var outcomes = await Task.WhenAll(new[] { (_absent, _colleague), (_colleague, _absent) }.Select(async pair =>
        {
            try
            {
                await As(pair.Item1).SendAsync(Naming(pair.Item2));
                return true;
            }
            catch (CaseRuleException)
            {
                return false;
            }
        }));

        outcomes.Count(named => named).ShouldBe(1);
    }

    private static NameCoverCommand Naming(Account colleague) => new(null, colleague.Id, Today, Today.AddDays(7));

    private async Task<string> RefusalOf(NameCoverCommand command) => (await Should.ThrowAsync<CaseRuleException>(As(_absent).SendAsync(command))).Code;

    private async Task<IEnumerable<string>> ErrorsOf(NameCoverCommand command) =>
        (await Should.ThrowAsync<ValidationException>(As(_absent).SendAsync(command))).Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}");
}
