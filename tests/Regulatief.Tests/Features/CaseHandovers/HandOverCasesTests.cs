using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.CaseHandovers;

namespace Regulatief.Tests.Features.CaseHandovers;

public sealed class HandOverCasesTests(SqliteHost host) : CaseHandoverTest(host)
{
    [Theory]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.Client)]
    [InlineData(AccountRole.PrivacyOfficer)]
    public async Task HandOverCases_RoleWithoutCaseload_IsRefused(AccountRole role)
    {
        var @case = await Given(A.Case());

        (await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Account(role))).SendAsync(HandingOver(@case.Id)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task HandOverCases_ThatCannotBeAtAll_IsRefusedWhole()
    {
        var @case = await Given(A.Case());
        var officer = As(@case.Officer);
        var good = HandingOver(@case.Id);

        async Task<string> RefusalOf(HandOverCasesCommand command) => (await Should.ThrowAsync<ValidationException>(officer.SendAsync(command))).Errors.First().ErrorCode;

        (await RefusalOf(good with { SuccessorId = @case.Officer.Id })).ShouldBe("handover-to-oneself");
        (await RefusalOf(good with { SuccessorId = @case.Coordinator.Id })).ShouldBe("no-such-choice");
        (await RefusalOf(good with { SuccessorId = (await Given(A.ProbationOfficer().Deactivated())).Id })).ShouldBe("no-such-choice");
        (await RefusalOf(good with { StartsOn = Today.AddDays(-1) })).ShouldBe("handover-in-the-past");
        (await RefusalOf(good with { Cases = [] })).ShouldBe("handover-no-case");
        (await RefusalOf(good with { Cases = [.. Enumerable.Range(0, 201).Select(_ => new CaseToHandOver(CaseId.New(), null))] })).ShouldBe("handover-too-many");
        (await Read(db => db.CaseHandovers.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task HandOverCases_SomeThatCannotBe_AreToldAndTheOthersGoOn()
    {
        var officer = await Given(A.ProbationOfficer());
        var mine = await Given(A.Case().LedBy(officer));
        var known = await Given(A.Case().LedBy(officer));
        var asked = await Given(A.Case().LedBy(officer));
        var closed = await Given(A.Case().LedBy(officer));
        var anothers = await Given(A.Case());
        await As(await Given(A.Account(AccountRole.PrivacyOfficer))).SendAsync(new GiveCaseAccessCommand(known.Id, CaseAccessKind.Exclusion, Successor.Id, null, "Een buurman."));
        await As(officer).SendAsync(HandingOver(asked.Id));
        await Read(db => db.Cases.Where(c => c.Id == closed.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, c => c.OpenedAt), Cancel));

        var result = await As(officer).SendAsync(HandingOver(known.Id, asked.Id, closed.Id, anothers.Id, mine.Id));

        result.Asked.ShouldHaveSingleItem().CaseId.ShouldBe(mine.Id);
        result.Refused.ShouldBe(
        [
            new RefusedHandover(known.Id, known.Number, "handover-excluded"), new RefusedHandover(asked.Id, asked.Number, "handover-already-asked"),
            new RefusedHandover(closed.Id, null, "handover-not-yours"), new RefusedHandover(anothers.Id, null, "handover-not-yours"),
        ]);
        var rows = await Read(db => db.AuditEntries.Where(e => e.Action == nameof(HandOverCasesCommand)).Select(e => new { e.CaseId, e.Detail }).ToListAsync(Cancel));
        rows.ShouldBe(
            [
                new { CaseId = (CaseId?)asked.Id, Detail = (string?)null }, new { CaseId = (CaseId?)mine.Id, Detail = (string?)null },
                .. result.Refused.Select(r => new { CaseId = (CaseId?)r.CaseId, Detail = (string?)r.Code }),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task HandOverCases_ByTheCoordinator_OnlyThoseOfTheOwnProject()
    {
        var officer = await Given(A.ProbationOfficer());
        var own = await Given(A.Case().LedBy(officer));
        var elsewhere = await Given(A.Case().LedBy(officer));

        var result = await As(own.Coordinator).SendAsync(HandingOver(own.Id, elsewhere.Id) with { OfficerId = officer.Id });

        result.Asked.ShouldHaveSingleItem().CaseId.ShouldBe(own.Id);
        result.Refused.ShouldHaveSingleItem().Code.ShouldBe("handover-not-yours");
    }

    [Fact]
    public async Task HandOverCases_ByAManager_ByNumberAndWithoutAName()
    {
        var @case = await Given(A.Case().ForClient("Zebulon", "Zonnebloem"));
        var manager = await Given(A.Account(AccountRole.Manager));
        var browser = await As(manager).BrowseAsync();

        var form = await browser.OpenAsync($"/overdracht/nieuw?van={@case.Officer.Id}");
        form.Text.ShouldContain(@case.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var done = await browser.SubmitAsync(form, new() { ["Form.SuccessorId"] = $"{Successor.Id}", ["Form.StartsOn"] = "2026-12-01", ["Form.All"] = "true" });

        done.Path.ShouldBe("/overdracht");
        done.Text.ShouldContain("1 traject is voorgelegd.");
        var shown = await browser.OpenAsync(done.Find("main a[href^='/overdracht/'][href$='" + (await Read(db => db.CaseHandovers.SingleAsync(Cancel))).Id + "']")!.GetAttribute("href")!);
        foreach (var page in new[] { form, done, shown }) page.Text.ShouldNotContain("Zonnebloem");
    }

    [Fact]
    public async Task HandOverCases_OnThePage_NothingChosen_TellsWhatIsMissing()
    {
        var @case = await Given(A.Case());
        var browser = await As(@case.Officer).BrowseAsync();

        var again = await browser.SubmitAsync(await browser.OpenAsync("/overdracht/nieuw"), new() { ["Form.SuccessorId"] = $"{Successor.Id}", ["Form.StartsOn"] = "2026-12-01" });

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Text.ShouldContain("Kies minstens één traject.");
    }

    [Fact]
    public async Task HandOverCases_ByTheApi_AnswersEachCase()
    {
        var @case = await Given(A.Case());
        var api = await As(@case.Officer).ApiAsync();

        var answer = await (await api.PostAsync("/api/v1/case-handovers", new
        {
            successorId = Successor.Id,
            startsOn = "2026-12-01",
            cases = new object[] { new { caseId = @case.Id.Value, text = Words }, new { caseId = Guid.NewGuid() } },
        })).JsonAsync();

        ((string?)answer["refused"]![0]!["code"]).ShouldBe("handover-not-yours");
        var id = (Guid)answer["asked"]![0]!["handoverId"]!;
        var theirs = await As(Successor).ApiAsync();
        ((string?)(await (await theirs.GetAsync(new Uri($"/api/v1/case-handovers/{id}", UriKind.Relative), Cancel)).JsonAsync())["content"]!["text"]).ShouldBe(Words);
        ((string?)(await (await theirs.PostAsync($"/api/v1/case-handovers/{id}/accept", new { })).JsonAsync())["status"]).ShouldBe("Accepted");
        (await (await theirs.GetAsync(new Uri("/api/v1/case-handovers", UriKind.Relative), Cancel)).JsonAsync())["toActor"]!.AsArray().Count.ShouldBe(1);
        (await theirs.PostAsync($"/api/v1/case-handovers/{id}/decline", new { reason = "Toch niet." })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await api.PostAsync($"/api/v1/case-handovers/{id}/withdraw", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task HandOverCases_Asked_TellsTheSuccessorAndMovesNothing()
    {
        var @case = await Given(A.Case());

        await Asked(@case);

        (await CaseOf(@case)).ProfessionalId.ShouldBe(@case.Officer.Id);
        (await Read(db => db.Notices.SingleAsync(n => n.AccountId == Successor.Id, Cancel))).Kind.ShouldBe(NoticeKind.HandoverAsked);
        var preparation = await As(@case.Officer).SendAsync(new PrepareHandoverQuery(null));
        preparation.Cases.ShouldHaveSingleItem().HandedTo.ShouldBe("Bram Smit");
    }
}
