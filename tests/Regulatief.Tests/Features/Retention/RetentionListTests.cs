using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Retention;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.MyWork;
using Regulatief.Web.Features.Retention;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Features.Retention;

/// <summary>The year's list, what takes a case off it, and the task of going through it.</summary>
public sealed class RetentionListTests(SqliteHost host) : RetentionTest(host)
{
    [Fact]
    public async Task RetentionList_AnotherRole_IsRefused()
    {
        foreach (var account in new[] { Second, await Given(A.ProbationOfficer()) })
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(new RetentionListQuery()))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Coordinator())).SendAsync(new RetentionTermsQuery()))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task RetentionList_ShowsWhatEndedAndWhatEndsThisYear()
    {
        var ended = await Closed(A.Case());
        var endsInDecember = await Closed(A.Case());
        await Close(endsInDecember.Id, new DateTimeOffset(2021, 12, 31, 12, 0, 0, TimeSpan.Zero));
        var endsNextYear = await Closed(A.Case());
        await Close(endsNextYear.Id, new DateTimeOffset(2022, 1, 1, 12, 0, 0, TimeSpan.Zero));
        await Given(A.Case());

        var list = await As(PrivacyOfficer).SendAsync(new RetentionListQuery());

        list.Groups.SelectMany(g => g.Items).Select(i => (i.Number, i.Kind, i.EndsOn)).ShouldBe(
            [(ended.Number, RetentionKind.CaseFile, Today.AddYears(-1)), (endsInDecember.Number, RetentionKind.CaseFile, new DateOnly(2026, 12, 31))], ignoreOrder: true);
        list.Left.ShouldBe(2);
    }

    [Fact]
    public async Task RetentionList_HeldKeptLongerOrProposed_IsNoQuestion()
    {
        var (held, kept, proposed) = (await Closed(A.Case()), await Closed(A.Case()), await Closed(A.Case()));
        await As(PrivacyOfficer).SendAsync(new SetLegalHoldCommand(held.Number, "Klacht.", Today.AddYears(1)));
        await As(PrivacyOfficer).SendAsync(new KeepLongerCommand(kept.Id, RetentionKind.CaseFile, Today.AddYears(2), "Onderzoek."));
        await Propose(FileOf(proposed));

        (await As(PrivacyOfficer).SendAsync(new RetentionListQuery())).Left.ShouldBe(0);
        Clock.Advance(TimeSpan.FromDays(2 * 365));
        (await As(PrivacyOfficer).SendAsync(new RetentionListQuery())).Groups.SelectMany(g => g.Items).Select(i => (i.Number, i.EndsOn)).ShouldBe([(kept.Number, Today.AddYears(2))]);
    }

    [Fact]
    public async Task KeepLonger_PastDayNoReasonOpenCaseOrProposed_IsRefused()
    {
        var @case = await Closed(A.Case());
        (await Should.ThrowAsync<ValidationException>(As(PrivacyOfficer).SendAsync(new KeepLongerCommand(@case.Id, RetentionKind.CaseFile, Today, " ")))).Errors.Select(e => e.PropertyName).ShouldBe(["Until", "Reason"]);
        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(Keeping((await Given(A.Case())).Id)))).Code.ShouldBe("erasure-case-open");
        await Propose(FileOf(@case));

        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(Keeping(@case.Id)))).Code.ShouldBe("retention-in-erasure");
    }

    [Fact]
    public async Task KeepLonger_OnThePage_TellsWhenTheTermEnds()
    {
        var @case = await Closed(A.Case());
        var browser = await As(PrivacyOfficer).BrowseAsync();
        var page = await browser.OpenAsync($"/bewaren/{@case.Id}/CaseFile");
        page.Text.ShouldContain("24 november 2025");

        var after = await browser.SubmitAsync(page, new() { ["Form.Until"] = "2027-05-01", ["Form.Reason"] = "Onderzoek." });

        after.Path.ShouldBe("/bewaren");
        (await As(PrivacyOfficer).SendAsync(new EndingTermQuery(@case.Id, RetentionKind.CaseFile))).EndsOn.ShouldBe(new DateOnly(2027, 5, 1));
    }

    [Fact]
    public async Task MakeRetentionReview_NothingToDecide_MakesNoTask() => (await Host.SendAsync(Actor.System, new MakeRetentionReviewCommand())).ShouldBeFalse();

    [Fact]
    public async Task MakeRetentionReview_SomethingToDecide_MakesOneTaskAYear()
    {
        await Closed(A.Case());

        (await Host.SendAsync(Actor.System, new MakeRetentionReviewCommand())).ShouldBeTrue();
        (await Host.SendAsync(Actor.System, new MakeRetentionReviewCommand())).ShouldBeFalse();
        (await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.RetentionToReview).Select(n => n.AccountId).ToListAsync(Cancel))).ShouldBe([PrivacyOfficer.Id]);
        (await As(PrivacyOfficer).SendAsync(new ReviewWorkQuery())).Retention!.Year.ShouldBe(2026);
        (await (await As(PrivacyOfficer).BrowseAsync()).OpenAsync("/")).Text.ShouldContain("Jaarlijkse beoordeling 2026");
        Clock.Advance(TimeSpan.FromDays(365));
        (await Host.SendAsync(Actor.System, new MakeRetentionReviewCommand())).ShouldBeTrue();
    }

    [Fact]
    public async Task FinishRetentionReview_SomethingUndecided_IsRefusedUntilItIs()
    {
        var @case = await Closed(A.Case());
        await Host.SendAsync(Actor.System, new MakeRetentionReviewCommand());
        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(new FinishRetentionReviewCommand(2026)))).Code.ShouldBe("retention-review-left");
        await As(PrivacyOfficer).SendAsync(Keeping(@case.Id));

        await As(PrivacyOfficer).SendAsync(new FinishRetentionReviewCommand(2026));

        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(new FinishRetentionReviewCommand(2026)))).Code.ShouldBe("retention-review-done");
        (await As(PrivacyOfficer).SendAsync(new ReviewWorkQuery())).Retention.ShouldBeNull();
    }

    [Fact]
    public async Task RetentionTerms_OnThePage_TellTheLawAndThatAJuristConfirms()
    {
        var page = await (await As(Second).BrowseAsync()).OpenAsync("/bewaren/termijnen");

        foreach (var told in new[] { "5 jaar na de afsluiting", "1 jaar na het einde van de koppeling", "Wjsg", "Door uw jurist te bevestigen" }) page.Text.ShouldContain(told);
    }

    [Fact]
    public void Options_TermThatIsNone_IsTold()
    {
        new RetentionOptions().Problem().ShouldBeNull();
        new RetentionOptions { CaseFile = new RetentionTerm { Months = 0, Source = "Wet" } }.Problem()!.ShouldStartWith("Retention:CaseFile:Months");
        new RetentionOptions { AuditLog = new RetentionTerm { Months = 12, Source = " " } }.Problem()!.ShouldStartWith("Retention:AuditLog:Source");
        new RetentionOptions { RiskSignals = new RetentionTerm { Months = 12, Source = "Wet", From = (RetentionMoment)9 } }.Problem()!.ShouldStartWith("Retention:RiskSignals:From");
        new RetentionOptions { Projects = { ["COSA"] = new ProjectTerms { CaseFile = new RetentionTerm { Months = 9999, Source = "Wet" } } } }.Problem()!.ShouldStartWith("Retention:Projects:COSA:CaseFile:Months");
    }

    [Fact]
    public void Schedule_ProjectWithATermOfItsOwn_HasThatOneAndTheServicesForTheRest()
    {
        var own = new RetentionTerm { Months = 120, Source = "Regeling COSA" };
        var schedule = new RetentionOptions { Projects = { ["COSA 1-op-1"] = new ProjectTerms { CaseFile = own } } }.ToSchedule();

        schedule.Of(RetentionKind.CaseFile, "cosa 1-OP-1").ShouldBe(own);
        schedule.Of(RetentionKind.VolunteerNotes, "COSA 1-op-1").Months.ShouldBe(12);
        schedule.Of(RetentionKind.CaseFile, "pilot LJ&R").Months.ShouldBe(60);
    }

    private static KeepLongerCommand Keeping(Regulatief.Cases.Cases.CaseId id) => new(id, RetentionKind.CaseFile, Today.AddYears(2), "Onderzoek.");
}
