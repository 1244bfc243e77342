using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Escalations;

namespace Regulatief.Tests.Features.Escalations;

/// <summary>Several escalations at once: each by itself, with progress, a stop, and ten minutes to think again.</summary>
public sealed class AnswerEscalationsTests(SqliteHost host) : FeatureTest(host)
{
    private readonly List<CaseUnderTest> _cases = [];
    private Account _coordinator = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _coordinator = await Given(A.Coordinator());
        foreach (var _ in Enumerable.Range(0, 3)) _cases.Add(await Given(A.Case().CoordinatedBy(_coordinator)));
        await Host.PassAsync(TimeSpan.FromDays(15));
    }

    private static AnswerEscalationsCommand Seen => new() { Kind = EscalationAnswerKind.Acknowledged, All = true };

    [Fact]
    public async Task AnswerEscalations_NoneChosen_IsRefused()
    {
        (await Should.ThrowAsync<CaseRuleException>(As(_coordinator).SendAsync(Seen with { All = false }))).Code.ShouldBe("escalations-none-chosen");
        var other = await Given(A.Coordinator());
        (await Should.ThrowAsync<CaseRuleException>(As(other).SendAsync(Seen with { All = false, Escalations = await Ids() }))).Code.ShouldBe("escalations-none-chosen");
    }

    [Fact]
    public async Task AnswerEscalations_MoreThanFitAtOnce_IsRefusedWithASentenceAndNothingIsDone()
    {
        var (subject, at) = (_cases[0].Id, Clock.GetUtcNow());
        await Host.WriteAsync(db => db.Escalations.AddRange(Enumerable.Range(0, EscalationBatch.MostAtOnce).Select(_ => new Escalation
        {
            CaseId = subject, SubjectId = Guid.NewGuid(), Generation = 1, ToAccountId = _coordinator.Id, ToRole = AccountRole.Coordinator, Rung = EscalationRung.Coordinator, RaisedAt = at,
        })));

        var browser = await As(_coordinator).BrowseAsync();
        var page = await browser.SubmitAsync(await browser.OpenAsync("/escalaties"), new() { ["Form.All"] = "true", ["Form.Kind"] = "Acknowledged" }, "#answer");

        page.Text.ShouldContain("Kies er hooguit 1000");
        (await Read(db => db.EscalationBatches.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task EscalationList_OfSeveral_LeadsToTheirFormBeforeTheFirst()
    {
        var page = await (await As(_coordinator).BrowseAsync()).OpenAsync("/escalaties");

        var link = page.Document.QuerySelector("a[href='#answer-title']")!;
        page.Document.QuerySelector("#answer-title").ShouldNotBeNull();
        link.CompareDocumentPosition(page.Document.QuerySelector("section[id]")!).HasFlag(AngleSharp.Dom.DocumentPositions.Following).ShouldBeTrue();
    }

    [Fact]
    public async Task AnswerEscalations_WithoutWhatItsKindAsks_IsRefused()
    {
        foreach (var command in new[] { Seen with { Kind = null }, Seen with { Kind = EscalationAnswerKind.Reassigned }, Seen with { Kind = EscalationAnswerKind.Deferred } })
            await Should.ThrowAsync<ValidationException>(As(_coordinator).SendAsync(command));
    }

    [Fact]
    public async Task AnswerEscalations_EachIsDoneByItselfAndARefusalIsToldOfThatOne()
    {
        var ids = await Ids();
        await As(_coordinator).SendAsync(new AnswerEscalationCommand(ids[1], EscalationAnswerKind.Acknowledged));

        var batch = await As(_coordinator).SendAsync(Seen);
        (await Progress(batch)).Waiting.ShouldBe(3);
        while (await Host.SweepAsync() > 0) { }

        var progress = await Progress(batch);
        (progress.IsDone, progress.Counts[EscalationBatchState.Answered], progress.Counts[EscalationBatchState.Refused]).ShouldBe((true, 2, 1));
        var refused = progress.Refused.ShouldHaveSingleItem();
        (refused.EscalationId, refused.Code).ShouldBe((ids[1], "escalation-answered"));
    }

    [Fact]
    public async Task AnswerEscalations_AskedByOneWhoMayNoMore_IsRefusedForEach()
    {
        var batch = await As(_coordinator).SendAsync(Seen);
        await Read(db => db.Accounts.Where(a => a.Id == _coordinator.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false), Cancel));

        while (await Host.SweepAsync() > 0) { }

        (await Read(db => db.EscalationBatchItems.Where(i => i.BatchId == batch).ToListAsync(Cancel))).ShouldAllBe(i => i.State == EscalationBatchState.Refused && i.Refusal == "escalation-not-yours");
    }

    [Fact]
    public async Task AnswerEscalations_ThoseOfAPersonAlone_LeavesTheOthers()
    {
        await As(_coordinator).SendAsync(Seen with { Filter = new EscalationFilter(PersonId: _cases[2].Officer.Id) });
        while (await Host.SweepAsync() > 0) { }

        (await As(_coordinator).SendAsync(new EscalationListQuery(false) { Filter = new EscalationFilter(State: EscalationState.Answered) })).Items.ShouldHaveSingleItem().WhoseId.ShouldBe(_cases[2].Officer.Id);
    }

    [Fact]
    public async Task EscalationProgressQuery_OfSomebodyElse_IsNotFound()
    {
        var batch = await As(_coordinator).SendAsync(Seen);
        var other = await Given(A.Coordinator());

        await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new EscalationProgressQuery(batch)));
        await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new StopEscalationBatchCommand(batch)));
        await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new TakeBackEscalationBatchCommand(batch)));
    }

    [Fact]
    public async Task StopEscalationBatch_LeavesWhatWasNotDoneYet()
    {
        var batch = await As(_coordinator).SendAsync(Seen);

        await As(_coordinator).SendAsync(new StopEscalationBatchCommand(batch));
        while (await Host.SweepAsync() > 0) { }

        (await Progress(batch)).Counts.ShouldBe(new Dictionary<EscalationBatchState, int> { [EscalationBatchState.Stopped] = 3 });
        (await Read(db => db.EscalationAnswers.CountAsync(Cancel))).ShouldBe(0);
        (await Should.ThrowAsync<CaseRuleException>(As(_coordinator).SendAsync(new StopEscalationBatchCommand(batch)))).Code.ShouldBe("escalations-stopped");
    }

    [Fact]
    public async Task EscalationList_WhatWasDeferred_StandsBelowWhatAsksForAttention()
    {
        var first = (await As(_coordinator).SendAsync(new EscalationListQuery(false))).Items[0].Id;

        await As(_coordinator).SendAsync(new AnswerEscalationCommand(first, EscalationAnswerKind.Deferred, Clock.Today().AddDays(20), "Vakantie."));

        var items = (await As(_coordinator).SendAsync(new EscalationListQuery(false))).Items;
        items.Select(i => i.Id).ShouldBe([.. (await Ids()).Order().Where(id => id != first), first]);
    }

    [Fact]
    public async Task TakeBackEscalationBatch_WithinTenMinutes_HasAllBeAsBefore()
    {
        var before = await Promised();
        var batch = await As(_coordinator).SendAsync(new AnswerEscalationsCommand { All = true, Kind = EscalationAnswerKind.Deferred, Until = Clock.Today().AddDays(20), Reason = "Vakantie." });
        while (await Host.SweepAsync() > 0) { }
        (await Promised()).ShouldNotBe(before);
        Clock.Advance(TimeSpan.FromMinutes(9));

        await As(_coordinator).SendAsync(new TakeBackEscalationBatchCommand(batch));
        while (await Host.SweepAsync() > 0) { }

        (await Progress(batch)).Counts.ShouldBe(new Dictionary<EscalationBatchState, int> { [EscalationBatchState.TakenBack] = 3 });
        (await Promised()).ShouldBe(before);
        (await As(_coordinator).SendAsync(new EscalationListQuery(false))).Items.ShouldAllBe(i => i.Answer == null);
    }

    [Fact]
    public async Task TakeBackEscalationBatch_WhereSomethingHappenedSince_StaysAsItWasAnswered()
    {
        var ids = await Ids();
        var batch = await As(_coordinator).SendAsync(Seen);
        while (await Host.SweepAsync() > 0) { }
        await As(_coordinator).SendAsync(new HandleEscalationCommand(ids[0], "Gebeld."));

        await As(_coordinator).SendAsync(new TakeBackEscalationBatchCommand(batch));
        while (await Host.SweepAsync() > 0) { }

        var progress = await Progress(batch);
        (progress.Counts[EscalationBatchState.TakenBack], progress.Refused.ShouldHaveSingleItem().Code).ShouldBe((2, "escalation-changed"));
    }

    [Fact]
    public async Task TakeBackEscalationBatch_AfterTenMinutes_IsRefused()
    {
        var batch = await As(_coordinator).SendAsync(Seen);
        while (await Host.SweepAsync() > 0) { }
        Clock.Advance(TimeSpan.FromMinutes(11));

        (await Should.ThrowAsync<CaseRuleException>(As(_coordinator).SendAsync(new TakeBackEscalationBatchCommand(batch)))).Code.ShouldBe("escalations-too-late");
    }

    [Fact]
    public async Task AnswerEscalations_OnThePage_ShowsHowFarItIsAndTakesItBack()
    {
        var browser = await As(_coordinator).BrowseAsync();
        var page = await browser.OpenAsync("/escalaties");
        page.Text.ShouldContain("Alles wat open is: 3 escalaties");

        var progress = await browser.SubmitAsync(page, new() { ["Form.Escalations"] = (await Ids())[0].ToString(), ["Form.Kind"] = "Acknowledged" }, "#answer");
        progress.Heading.ShouldBe("Escalaties beantwoorden");
        progress.Text.ShouldContain("0 van 1");
        while (await Host.SweepAsync() > 0) { }

        var done = await browser.OpenAsync(progress.Path);
        done.Text.ShouldContain("1 van 1");
        (await browser.SubmitAsync(done, form: "main form[action$='/terugnemen']")).Text.ShouldContain("Wat u deed wordt teruggenomen.");
        while (await Host.SweepAsync() > 0) { }
        (await browser.OpenAsync(progress.Path)).Text.ShouldContain("Teruggenomen");
    }

    [Fact]
    public async Task EscalationProgress_WhileItGoesOn_RenewsItselfUnlessThatIsTurnedOff()
    {
        var batch = await As(_coordinator).SendAsync(Seen);
        var browser = await As(_coordinator).BrowseAsync();
        var path = $"/escalaties/antwoorden/{batch}";

        (await RenewsAsync(path)).ShouldBe("3");
        (await RenewsAsync($"{path}?ververs=false")).ShouldBeNull();
        while (await Host.SweepAsync() > 0) { }
        (await RenewsAsync(path)).ShouldBeNull();

        async Task<string?> RenewsAsync(string page)
        {
            using var answer = await browser.Http.GetAsync(new Uri(page, UriKind.Relative), Cancel);
            return answer.EnsureSuccessStatusCode().Headers.TryGetValues("Refresh", out var seconds) ? seconds.Single() : null;
        }
    }

    [Fact]
    public async Task AnswerEscalations_OverTheApi_IsFollowedThere()
    {
        var api = await As(_coordinator).ApiAsync();

        var answer = await api.PostAsync("/api/v1/escalation-batches", new { all = true, kind = "Acknowledged" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        while (await Host.SweepAsync() > 0) { }

        ((int?)(await (await api.GetAsync(answer.Headers.Location, Cancel)).JsonAsync())["counts"]!["Answered"]).ShouldBe(3);
        (await api.PostAsync($"{answer.Headers.Location}/take-back", new { })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Escalations_WhatTheLawAsks_ComesFirstThenWhatIsLateLongest()
    {
        var items = (await As(_coordinator).SendAsync(new EscalationListQuery(false))).Items;

        items.Select(i => i.DueOn).ShouldBeInOrder();
        var task = await Read(db => db.Escalations.Where(e => e.Id == items[2].Id).Select(e => e.TaskId!.Value).SingleAsync(Cancel));
        await Read(db => db.HumanTasks.Where(t => t.Id == task).ExecuteUpdateAsync(set => set.SetProperty(t => t.Kind, HumanTaskKind.ClientRequest), Cancel));
        var first = (await As(_coordinator).SendAsync(new EscalationListQuery(false))).Items[0];
        (first.Id, first.Title).ShouldBe((items[2].Id, null));
    }

    [Fact]
    public async Task Escalations_CountedPerPerson_AreFilteredByThemAndByKind()
    {
        var list = await As(_coordinator).SendAsync(new EscalationListQuery(false));

        list.Filters.People.Select(p => p.Count).ShouldBe([1, 1, 1]);
        list.Filters.Kinds.ShouldBe([HumanTaskKind.Intake]);
        (await Found(new EscalationFilter(Kind: HumanTaskKind.Intake))).ShouldBe(3);
        (await Found(new EscalationFilter(Kind: HumanTaskKind.Evaluation))).ShouldBe(0);
        (await Found(new EscalationFilter(ProjectId: _cases[0].Project.Id.Value))).ShouldBe(1);
        (await Found(new EscalationFilter(PersonId: _cases[0].Officer.Id))).ShouldBe(1);

        async Task<int> Found(EscalationFilter filter) => (await As(_coordinator).SendAsync(new EscalationListQuery(false) { Filter = filter })).Total;
    }

    private Task<EscalationProgress> Progress(Guid batch) => As(_coordinator).SendAsync(new EscalationProgressQuery(batch));

    private Task<List<Guid>> Ids() => Read(db => db.Escalations.OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(Cancel));

    private Task<List<DateTimeOffset>> Promised() => Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.TaskEscalation).OrderBy(w => w.SubjectId).Select(w => w.DueAt).ToListAsync(Cancel));
}
