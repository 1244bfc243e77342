using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class MatchVolunteerTests(SqliteHost host) : StepTest(host, HumanTaskKind.MatchVolunteer, isPaired: false)
{
    [Fact]
    public Task MatchVolunteer_NothingFilledIn_AsksWhetherThereIsOne() => ShouldRefuse(new MatchVolunteerAnswers(), "IsFound");

    [Fact]
    public Task MatchVolunteer_FoundWithoutChoice_IsRefused() => ShouldRefuse(new MatchVolunteerAnswers { IsFound = true }, "VolunteerId", "Motivation", "AskedBy", "AskedOn");

    [Fact]
    public Task MatchVolunteer_AskedTomorrow_IsRefused()
    {
        var answers = StepAnswers.Match(Case.Volunteer.Id);
        answers.AskedOn = Today.AddDays(1);
        return ShouldRefuse(answers, "AskedOn");
    }

    [Fact]
    public Task MatchVolunteer_NotFoundButOneChosen_IsRefused() => ShouldRefuse(
        new MatchVolunteerAnswers { IsFound = false, NoMatchReason = "Niemand.", VolunteerId = Case.Volunteer.Id.Value }, ("VolunteerId", "no-match-names-volunteer"));

    [Fact]
    public Task MatchVolunteer_UnknownVolunteer_IsRefused() => ShouldRefuse(StepAnswers.Match(VolunteerId.New()), ("VolunteerId", "volunteer-not-of-project"));

    [Fact]
    public async Task MatchVolunteer_OfAnotherProject_IsRefused() =>
        await ShouldRefuse(StepAnswers.Match((await Given(A.Volunteer())).Id), ("VolunteerId", "volunteer-not-of-project"));

    [Fact]
    public async Task MatchVolunteer_DeclarationEndedYesterday_IsRefused() => await ShouldRefuse(
        StepAnswers.Match((await Given(A.Volunteer().In(Case.Project).DeclaredUntil(Today.AddDays(-1)))).Id), ("VolunteerId", "volunteer-declaration-expired"));

    [Fact]
    public async Task MatchVolunteer_WithoutDeclaration_IsRefused() => await ShouldRefuse(
        StepAnswers.Match((await Given(A.Volunteer().In(Case.Project).DeclaredUntil(null))).Id), ("VolunteerId", "volunteer-without-declaration"));

    [Fact]
    public async Task MatchVolunteer_WithoutRoom_IsRefused() => await ShouldRefuse(
        StepAnswers.Match((await Given(A.Volunteer().In(Case.Project).WithCapacityFor(0))).Id), ("VolunteerId", "volunteer-without-capacity"));

    [Fact]
    public async Task MatchVolunteer_CaseHasOneAlready_IsRefused()
    {
        var second = await Given(A.Volunteer().In(Case.Project));
        await Host.WriteAsync(db => db.Add(new VolunteerAssignment { CaseId = Case.Id, VolunteerId = Case.Volunteer.Id, From = RegulatiefHost.Morning }));

        (await Should.ThrowAsync<CaseRuleException>(Complete(StepAnswers.Match(second.Id)))).Code.ShouldBe("volunteer-already-paired");
    }

    [Fact]
    public async Task MatchVolunteer_DeclarationEndsToday_IsPaired() =>
        (await Complete(StepAnswers.Match((await Given(A.Volunteer().In(Case.Project).DeclaredUntil(Today))).Id))).Outcome.ShouldBe("Matched");

    [Fact]
    public async Task MatchVolunteer_Chosen_StandsBesideTheClient()
    {
        (await Complete(StepAnswers.Match(Case.Volunteer.Id))).Outcome.ShouldBe("Matched");

        var pairing = (await CaseOf(Case)).CurrentAssignment.ShouldNotBeNull();
        (pairing.VolunteerId, pairing.Motivation, pairing.AskedBy, pairing.AskedOn).ShouldBe((Case.Volunteer.Id, "Houdt ook van koken.", "De coördinator, bij de koffie", Today));
        (await Told(TimelineKind.VolunteerMatched)).SubjectId.ShouldBe(pairing.Id);
    }

    [Fact]
    public async Task MatchVolunteer_NobodySuits_KeepsTheReason()
    {
        (await Complete(new MatchVolunteerAnswers { IsFound = false, NoMatchReason = "Niemand in de buurt." })).Outcome.ShouldBe("NoMatch");

        (await CaseOf(Case)).CurrentAssignment.ShouldBeNull();
        (await Told(TimelineKind.NoVolunteerFound)).Note.ShouldBe("Niemand in de buurt.");
    }

    [Fact]
    public async Task MatchVolunteer_Page_ListsWhoIsFreeAndApartWhoIsNot()
    {
        await Given(A.Volunteer().In(Case.Project).DeclaredUntil(null));
        await Given(A.Volunteer().In(Case.Project).Inactive());
        await Given(A.Volunteer());

        var page = await PageFor(Worker);

        page.Document.QuerySelectorAll("[name='Answers.VolunteerId']").Select(c => c.GetAttribute("value")).ShouldBe([Case.Volunteer.Id.ToString()]);
        page.Document.QuerySelectorAll("details.disclosure li").Single().TextContent.ShouldContain("geen VOG bekend");
    }
}
