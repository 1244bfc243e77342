using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Housekeeping;
using Regulatief.Web.Features.MyWork;
using Regulatief.Web.Features.Retention;

namespace Regulatief.Tests.Features.Retention;

/// <summary>A legal hold: <see cref="SetLegalHoldCommand"/>, <see cref="ReviewLegalHoldCommand"/> and <see cref="FindLegalHoldsQuery"/>.</summary>
public sealed class LegalHoldTests(SqliteHost host) : RetentionTest(host)
{
    [Fact]
    public async Task SetLegalHold_AnotherRoleNoSuchCaseOrTwice_IsRefused()
    {
        var @case = await Given(A.Case());

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(Holding(@case.Number)))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(Holding(999_999)))).Code.ShouldBe("hold-no-such-case");
        (await Should.ThrowAsync<ValidationException>(As(PrivacyOfficer).SendAsync(new SetLegalHoldCommand(null, " ", Today)))).Errors.Select(e => e.PropertyName).ShouldBe(["CaseNumber", "Reason", "ReviewOn"]);
        await As(PrivacyOfficer).SendAsync(Holding(@case.Number));
        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(Holding(@case.Number)))).Code.ShouldBe("hold-set-already");
    }

    [Fact]
    public async Task SetLegalHold_OnThePage_IsShownToWhoWorksOnTheCaseAndNotToTheClient()
    {
        var @case = await Given(A.Case());
        var browser = await As(PrivacyOfficer).BrowseAsync();

        var set = await browser.SubmitAsync(
            await browser.OpenAsync("/bewaren/vasthouden"), new() { ["Form.CaseNumber"] = $"{@case.Number}", ["Form.Reason"] = "Klacht bij de rechter.", ["Form.ReviewOn"] = "2027-06-01" });

        set.Text.ShouldContain("1 jun 2027");
        (await (await As(@case.Officer).BrowseAsync()).OpenAsync($"/trajecten/{@case.Id}")).Text.ShouldContain("Klacht bij de rechter.");
        (await (await As(@case.Client!).BrowseAsync()).OpenAsync("/mijn-traject")).Text.ShouldNotContain("Klacht bij de rechter.");
        (await As(@case.Officer).SendAsync(new CasePageQuery(@case.Id))).Hold.ShouldNotBeNull();
    }

    [Fact]
    public async Task ReviewLegalHold_ItsDayHasCome_StandsInTheWorklistUntilItIsReviewed()
    {
        var id = await As(PrivacyOfficer).SendAsync(Holding((await Given(A.Case())).Number));
        Clock.Advance(TimeSpan.FromDays(365));
        (await As(PrivacyOfficer).SendAsync(new ReviewWorkQuery())).HoldsToReview.ShouldBe(1);
        (await As(PrivacyOfficer).SendAsync(new FindLegalHoldsQuery())).Lasting.ShouldHaveSingleItem().IsToReview.ShouldBeTrue();
        await Should.ThrowAsync<ValidationException>(As(PrivacyOfficer).SendAsync(new ReviewLegalHoldCommand(id, true, Today, null)));

        await As(PrivacyOfficer).SendAsync(new ReviewLegalHoldCommand(id, true, Today.AddYears(2), null));

        (await As(PrivacyOfficer).SendAsync(new ReviewWorkQuery())).HoldsToReview.ShouldBe(0);
    }

    [Fact]
    public async Task ReviewLegalHold_Lifted_LetsTheCaseGoAgain()
    {
        var @case = await Closed(A.Case());
        var id = await As(PrivacyOfficer).SendAsync(Holding(@case.Number));
        await Should.ThrowAsync<ValidationException>(As(PrivacyOfficer).SendAsync(new ReviewLegalHoldCommand(id, false, null, null)));

        await As(PrivacyOfficer).SendAsync(new ReviewLegalHoldCommand(id, false, null, "De zaak is af."));

        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(new ReviewLegalHoldCommand(id, false, null, "Nog eens.")))).Code.ShouldBe("hold-lifted-already");
        (await As(PrivacyOfficer).SendAsync(new FindLegalHoldsQuery())).Lifted.ShouldHaveSingleItem().Hold.LiftReason.ShouldBe("De zaak is af.");
        await Propose(FileOf(@case));
    }

    [Fact]
    public async Task ClearAway_NoticeOfACaseOnHold_IsKept()
    {
        var (held, free) = (await Given(A.Case()), await Given(A.Case()));
        await As(PrivacyOfficer).SendAsync(Holding(held.Number));
        var longAgo = Clock.GetUtcNow() - TimeSpan.FromDays(90);
        await Host.WriteAsync(db => db.Notices.AddRange(new[] { held, free }.Select(c => new Notice { AccountId = c.Officer.Id, Kind = NoticeKind.CaseAssigned, CaseId = c.Id, At = longAgo, ReadAt = longAgo })));

        await Host.SendAsync(Actor.System, new ClearAwayCommand());

        (await Read(db => db.Notices.Where(n => n.ReadAt != null).Select(n => n.CaseId).ToListAsync(Cancel))).ShouldBe([held.Id]);
    }

    private static SetLegalHoldCommand Holding(int number) => new(number, "Klacht.", Today.AddYears(1));
}
