using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Matching;

namespace Regulatief.Tests.Features.Matching;

public sealed class MatchProfileTests(SqliteHost host) : MatchingTest(host)
{
    [Fact]
    public async Task SaveMatchProfile_ByAnother_IsRefused()
    {
        (await RefusalOf(Coordinator.SendAsync(new MatchProfilePageQuery(Case.Id)))).ShouldBe("role-may-not");
        foreach (var account in new[] { Case.Coordinator, Case.Client! }) (await RefusalOf(As(account).SendAsync(Agreed(Case)))).ShouldBe("role-may-not");
        await Should.ThrowAsync<NotFoundException>(Volunteer.SendAsync(Agreed(Case)));
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(Agreed(Case)));
    }

    [Fact]
    public async Task SaveMatchProfile_AgreedToNothingInParticular_IsRefused()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(Case.Officer).SendAsync(new SaveMatchProfileCommand { CaseId = Case.Id, IsAgreed = true }));
        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["AgreedOn", "Help"], ignoreOrder: true);
        (await Should.ThrowAsync<ValidationException>(As(Case.Officer).SendAsync(Agreed(Case) with { Help = [VolunteerActivityCategory.Signalling] }))).Errors.Single().ErrorCode.ShouldBe("no-such-choice");
        (await Should.ThrowAsync<ValidationException>(As(Case.Officer).SendAsync(Agreed(Case) with { AgreedOn = Today.AddDays(1) }))).Errors.Single().PropertyName.ShouldBe("AgreedOn");
    }

    [Fact]
    public async Task SaveMatchProfile_ByTheOfficersPage_IsReadBackAndToldToTheClient()
    {
        var officer = await As(Case.Officer).BrowseAsync();
        (await officer.OpenAsync($"/trajecten/{Case.Id}")).Document.QuerySelector($"a[href='/trajecten/{Case.Id}/vooraf-bekend']").ShouldNotBeNull();

        var page = await officer.SubmitAsync(await officer.OpenAsync($"/trajecten/{Case.Id}/vooraf-bekend"), new() { ["Form.Place"] = "Overvecht", ["Form.Languages"] = "" });

        page.Path.ShouldBe($"/trajecten/{Case.Id}");
        var profile = await Read(db => db.MatchProfiles.SingleAsync(Cancel));
        (profile.Place, profile.Languages).ShouldBe(("Overvecht", null));
        profile.Help.ShouldBe([VolunteerActivityCategory.PracticalAdministration]);
        var client = await (await As(Case.Client!).BrowseAsync()).OpenAsync($"/mijn-traject/{Case.Id}/kennismaking");
        client.Text.ShouldContain("Overvecht");
        client.Text.ShouldContain("Er is nu niemand om te leren kennen");
        (await (await As(Case.Officer).BrowseAsync()).OpenAsync($"/trajecten/{Case.Id}/dossier")).Text.ShouldContain("Wat een vrijwilliger vooraf mag weten");
    }

    [Fact]
    public async Task SaveMatchProfile_NotAgreedAnyMore_IsGone()
    {
        await As(Case.Officer).SendAsync(new SaveMatchProfileCommand { CaseId = Case.Id, IsAgreed = false });

        (await Read(db => db.MatchProfiles.CountAsync(Cancel))).ShouldBe(0);
        (await As(Case.Client!).SendAsync(new MatchForClientQuery(Case.Id))).Told.ShouldBeNull();
    }

    [Fact]
    public async Task SaveMatchProfile_ByTheApi_IsTheSame()
    {
        var officer = await As(Case.Officer).ApiAsync();

        (await officer.PostAsync($"/api/v1/cases/{Case.Id}/match-profile", new { isAgreed = true, agreedOn = "2026-11-24", help = (string[])["Talking"], place = "Zeist" })).EnsureSuccessStatusCode();

        ((string?)(await (await officer.GetAsync(new Uri($"/api/v1/cases/{Case.Id}/match-profile", UriKind.Relative), Cancel)).JsonAsync())["place"]).ShouldBe("Zeist");
    }
}
