using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.Escalations;

namespace Regulatief.Tests.Features.CaseAccesses;

public sealed class GiveCaseAccessTests(SqliteHost host) : CaseAccessTest(host)
{
    [Fact]
    public async Task GiveCaseAccess_ColleagueWithoutTheCase_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(Colleague).SendAsync(Sharing(await Given(A.ProbationOfficer()))));

    [Fact]
    public async Task GiveCaseAccess_VolunteerOrClient_IsRefused()
    {
        foreach (var account in new[] { Subject.Client!, Subject.Volunteer.Account })
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(Sharing(Colleague)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task GiveCaseAccess_ByOneWhoOnlyLooksAlong_IsRefused()
    {
        await As(Subject.Officer).SendAsync(Sharing(Colleague));

        (await Should.ThrowAsync<CaseRuleException>(As(Colleague).SendAsync(Sharing(await Given(A.ProbationOfficer()))))).Code.ShouldBe("access-look-only");
    }

    [Fact]
    public async Task GiveCaseAccess_EmergencyAccessOrALook_CannotBeGiven()
    {
        foreach (var kind in new[] { CaseAccessKind.BreakGlass, CaseAccessKind.Look })
            await Should.ThrowAsync<ValidationException>(As(Subject.Officer).SendAsync(Sharing(Colleague) with { Kind = kind }));
    }

    [Fact]
    public async Task GiveCaseAccess_ToAVolunteer_IsRefused() =>
        (await Should.ThrowAsync<ValidationException>(As(Subject.Officer).SendAsync(Sharing(Subject.Volunteer.Account)))).Errors.ShouldHaveSingleItem().ErrorCode.ShouldBe("no-such-choice");

    [Fact]
    public async Task GiveCaseAccess_ToOneWhoHasIt_IsRefused()
    {
        await As(Subject.Officer).SendAsync(Sharing(Colleague));

        foreach (var account in new[] { Colleague, Subject.Coordinator, Subject.Officer })
            (await Should.ThrowAsync<CaseRuleException>(As(Subject.Officer).SendAsync(Sharing(account)))).Code.ShouldBe("access-has-already");
    }

    [Fact]
    public async Task GiveCaseAccess_ToOneWhoIsKeptOut_IsRefused()
    {
        await As(Subject.Officer).SendAsync(new RestrictCaseCommand(Subject.Id, "Een bekende."));

        (await Should.ThrowAsync<CaseRuleException>(As(Subject.Officer).SendAsync(Sharing(Colleague)))).Code.ShouldBe("access-colleague-kept-out");
        await As(Subject.Officer).SendAsync(Listing(Colleague));
        await Should.ThrowAsync<NotFoundException>(As(Colleague).SendAsync(new CasePageQuery(Subject.Id)));
        await As(Subject.Officer).SendAsync(Sharing(Colleague));
        await As(Colleague).SendAsync(new CasePageQuery(Subject.Id));
    }

    [Fact]
    public async Task GiveCaseAccess_ToLookAlong_LastsToItsLastDayAndTheColleagueIsTold()
    {
        await As(Subject.Officer).SendAsync(Sharing(Colleague) with { Until = Today.AddDays(1) });

        (await As(Colleague).SendAsync(new CasePageQuery(Subject.Id))).Head.IsWork.ShouldBeFalse();
        (await Read(db => db.Notices.SingleAsync(n => n.Kind == NoticeKind.AccessGiven, Cancel))).AccountId.ShouldBe(Colleague.Id);
        Clock.AdjustTime(new DateTimeOffset(2026, 11, 25, 22, 59, 59, TimeSpan.Zero));
        await As(Colleague).SendAsync(new CasePageQuery(Subject.Id));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<NotFoundException>(As(Colleague).SendAsync(new CasePageQuery(Subject.Id)));
    }

    [Fact]
    public async Task GiveCaseAccess_ExclusionOfAnother_IsOnlyForAPrivacyOfficer() =>
        (await Should.ThrowAsync<CaseRuleException>(As(Subject.Officer).SendAsync(Excluding(Colleague)))).Code.ShouldBe("role-may-not");

    [Fact]
    public async Task GiveCaseAccess_ExclusionOfTheProfessional_SaysToHandTheCaseOverFirst()
    {
        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(Excluding(Subject.Officer)))).Code.ShouldBe("access-only-professional");
        (await Should.ThrowAsync<CaseRuleException>(As(Subject.Officer).SendAsync(Excluding(null)))).Code.ShouldBe("access-only-professional");

        await As(Subject.Officer).SendAsync(new ReplaceProfessionalCommand(Subject.Id, Colleague.Id, "Ik ken de cliënt."));
        await As(PrivacyOfficer).SendAsync(Excluding(Subject.Officer));
        await Should.ThrowAsync<ValidationException>(As(Colleague).SendAsync(new ReplaceProfessionalCommand(Subject.Id, Subject.Officer.Id, "Terug.")));
    }

    [Fact]
    public async Task GiveCaseAccess_ExclusionOfTheOnlyCoordinator_IsRefused()
    {
        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(Excluding(Subject.Coordinator)))).Code.ShouldBe("access-only-coordinator");

        await AlsoCoordinated();
        await As(PrivacyOfficer).SendAsync(Excluding(Subject.Coordinator));
        await Should.ThrowAsync<NotFoundException>(As(Subject.Coordinator).SendAsync(new CasePageQuery(Subject.Id)));
    }

    [Fact]
    public async Task GiveCaseAccess_Exclusion_WinsOverCoverLookingAlongAndEmergency()
    {
        await As(Subject.Officer).SendAsync(Sharing(Colleague));
        await As(Subject.Officer).SendAsync(new NameCoverCommand(null, Colleague.Id, Today, Today));
        await As(PrivacyOfficer).SendAsync(Excluding(Colleague));

        await Should.ThrowAsync<NotFoundException>(As(Colleague).SendAsync(new CasePageQuery(Subject.Id)));
        (await Should.ThrowAsync<CaseRuleException>(As(Colleague).SendAsync(new TakeBreakGlassCommand(Subject.Number, BreakGlassCategory.DangerToOthers, "Nu.")))).Code.ShouldBe("access-no-such-case");
        (await Read(db => db.Notices.AnyAsync(n => n.AccountId == Colleague.Id && n.CaseId == Subject.Id && n.Kind != NoticeKind.AccessGiven, Cancel))).ShouldBeFalse("they are told of nothing");
    }

    [Fact]
    public async Task GiveCaseAccess_Exclusion_HoldsForEachCaseOfTheClient()
    {
        var later = await Given(A.Case().LedBy(Colleague));
        await Read(async db =>
        {
            var client = await db.Cases.Where(c => c.Id == Subject.Id).Select(c => c.ClientId).SingleAsync(Cancel);
            return await db.Cases.Where(c => c.Id == later.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClientId, client), Cancel);
        });

        (await Should.ThrowAsync<CaseRuleException>(As(PrivacyOfficer).SendAsync(Excluding(Colleague)))).Code.ShouldBe("access-only-professional");
        await As(Colleague).SendAsync(new ReplaceProfessionalCommand(later.Id, Subject.Officer.Id, "Ik ken de cliënt."));
        await As(PrivacyOfficer).SendAsync(Excluding(Colleague));

        (await Should.ThrowAsync<CaseRuleException>(As(Colleague).SendAsync(new TakeBreakGlassCommand(later.Number, BreakGlassCategory.DangerToOthers, "Nu.")))).Code.ShouldBe("access-no-such-case");
    }

    [Fact]
    public async Task GiveCaseAccess_OwnExclusionByACoordinator_EscalationsGoPastThem()
    {
        var other = await AlsoCoordinated();
        await As(Subject.Coordinator).SendAsync(Excluding(null));

        await Host.PassAsync(TimeSpan.FromDays(15));

        (await As(Subject.Coordinator).SendAsync(new EscalationListQuery(false))).Total.ShouldBe(0);
        (await As(other).SendAsync(new EscalationListQuery(false))).Total.ShouldBe(1);
    }

    [Fact]
    public async Task GiveCaseAccess_OnThePages_IsGivenSeenAndEnded()
    {
        var browser = await As(Subject.Officer).BrowseAsync();
        var access = await browser.OpenAsync($"/trajecten/{Subject.Id}/toegang");
        access.Text.ShouldContain("Niemand kijkt mee");

        var form = await browser.OpenAsync($"/trajecten/{Subject.Id}/toegang/meekijken");
        var refused = await browser.SubmitAsync(form, new() { ["Form.AccountId"] = new PersonInRole(Colleague.Id, AccountRole.ProbationOfficer).ToString(), ["Form.Until"] = "2027-11-24", ["Form.Reason"] = "" });
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.FieldsInError.ShouldBe(["Form.Until", "Form.Reason"]);
        var given = await browser.SubmitAsync(refused, new() { ["Form.Until"] = "2026-12-24", ["Form.Reason"] = "Intervisie." });
        given.Path.ShouldBe($"/trajecten/{Subject.Id}/toegang");
        given.Text.ShouldContain("Intervisie.");

        (await browser.SubmitAsync(given, form: "form[action$='/beeindigen']")).Text.ShouldContain("Niemand kijkt mee");
    }

    [Fact]
    public async Task GiveCaseAccess_SaysThatOneKnowsTheClient_LeadsAwayFromTheCase()
    {
        await AlsoCoordinated();
        var browser = await As(Subject.Coordinator).BrowseAsync();

        var done = await browser.SubmitAsync(await browser.OpenAsync($"/trajecten/{Subject.Id}/toegang/uitsluiten"), new() { ["Form.Reason"] = "Mijn neef." });

        done.Path.ShouldBe("/trajecten");
        (await browser.OpenAsync($"/trajecten/{Subject.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<Account> AlsoCoordinated()
    {
        var other = await Given(A.Coordinator());
        await Host.WriteAsync(db => db.Add(new Regulatief.Cases.Projects.ProjectCoordinator { ProjectId = Subject.Project.Id, AccountId = other.Id, Rank = 2 }));
        return other;
    }

    private GiveCaseAccessCommand Sharing(Account with) => new(Subject.Id, CaseAccessKind.Share, with.Id, Today.AddDays(7), "Intervisie.");

    private GiveCaseAccessCommand Listing(Account account) => new(Subject.Id, CaseAccessKind.Listed, account.Id, null, "Vervangt.");

    private GiveCaseAccessCommand Excluding(Account? account) => new(Subject.Id, CaseAccessKind.Exclusion, account?.Id, null, "Buurman.");
}
