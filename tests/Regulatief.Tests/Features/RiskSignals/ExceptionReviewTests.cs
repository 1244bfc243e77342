using FluentValidation;
using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.RiskSignals;

public sealed class ExceptionReviewTests(SqliteHost host) : SignalTest(host)
{
    private HumanTask _review = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Share(exception: AcuteDanger);
        _review = await OpenTask(Case, HumanTaskKind.ExceptionReview);
    }

    [Fact]
    public async Task ExceptionReview_ByTheOfficer_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Officer.SendAsync(Completing(Released)));

    [Fact]
    public async Task ExceptionReview_NotReleasedWithoutADay_IsRefusedAtThatField()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(PrivacyOfficer).SendAsync(Completing(NotReleased(null))));

        refusal.Errors.Select(e => e.PropertyName).Distinct().ShouldBe([nameof(ExceptionReviewAnswers.ReconsiderOn)]);
    }

    [Fact]
    public async Task ExceptionReview_OnThePage_ShowsGroundAndReasonButNoNameAndNoContent()
    {
        var page = await (await As(PrivacyOfficer).BrowseAsync()).OpenAsync($"/taken/{_review.Id}");

        page.Text.ShouldContain("Hij dreigt vanavond iemand iets aan te doen.");
        page.Text.ShouldNotContain("Hij dronk weer");
        page.Text.ShouldNotContain((await CaseOf(Case)).Client.LastName);
    }

    [Fact]
    public async Task ExceptionReview_Released_TheClientSeesItFromNowOn()
    {
        await As(PrivacyOfficer).SendAsync(Completing(Released));

        var page = await As(Case.Client!).SendAsync(new RiskSignalForClientQuery(Signal));
        page.SharedWith.Single().Recipient.ShouldBe(CaseRole.Professional);
        page.Observation.ShouldBe("Hij dronk weer, dinsdagavond.");
    }

    [Fact]
    public async Task ExceptionReview_NotReleased_ComesBackOnThatDay()
    {
        await As(PrivacyOfficer).SendAsync(Completing(NotReleased(new DateOnly(2026, 12, 24))));

        var again = await OpenTask(Case, HumanTaskKind.ExceptionReview);
        (again.SubjectId, again.DueOn).ShouldBe((_review.SubjectId, new DateOnly(2026, 12, 24)));
        await Should.ThrowAsync<NotFoundException>(As(Case.Client!).SendAsync(new RiskSignalForClientQuery(Signal)));
    }

    [Fact]
    public async Task ExceptionReview_Judged_StandsAmongTheExceptions()
    {
        await As(PrivacyOfficer).SendAsync(Completing(Released));

        var line = (await As(PrivacyOfficer).SendAsync(new FindExceptionsQuery(1))).Items.Single();
        (line.CaseNumber, line.Review!.IsJustified, line.OpenTaskId).ShouldBe((Case.Number, true, null));
    }

    private CompleteHumanTaskCommand Completing(ExceptionReviewAnswers answers) => new(_review.Id, null, TaskForm.Write(answers));

    private static ExceptionReviewAnswers Released => new()
    {
        IsJustified = true, Remarks = "Het gevaar was echt.", IsReleased = true, ReleaseReason = "Er is geen reden om te wachten.",
    };

    private static ExceptionReviewAnswers NotReleased(DateOnly? reconsiderOn) => new()
    {
        IsJustified = true, Remarks = "Het gevaar was echt.", IsReleased = false, ReleaseReason = "De politie onderzoekt het nog.", ReconsiderOn = reconsiderOn,
    };
}
