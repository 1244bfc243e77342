using Regulatief.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Matching;

namespace Regulatief.Tests.Features.Matching;

public sealed class WaitingListTests(SqliteHost host) : MatchingTest(host)
{
    [Fact]
    public async Task WaitingList_OfAnotherProject_IsEmpty()
    {
        (await As(await Given(A.Coordinator())).SendAsync(new WaitingListQuery())).Clients.ShouldBeEmpty();
        (await Should.ThrowAsync<CaseRuleException>(As(Case.Officer).SendAsync(new WaitingListQuery()))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task WaitingList_ShowsTheLongestWaitingFirstWithTheDaysAndWhoIsAsked()
    {
        Clock.Advance(TimeSpan.FromDays(9));
        var (later, _) = await Waiting(A.Case().CoordinatedBy(Case.Coordinator));
        Clock.Advance(TimeSpan.FromDays(3));
        var proposal = await Ask();

        var clients = (await Coordinator.SendAsync(new WaitingListQuery())).Clients;

        clients.Select(c => (c.Number, c.Days, c.ProposalId)).ShouldBe([(Case.Number, 12, (Guid?)proposal), (later.Number, 3, null)]);
        (await (await Coordinator.BrowseAsync()).OpenAsync("/wachtlijst")).Text.ShouldContain("Zebulon Zonnebloem");
    }

    [Fact]
    public async Task WaitingList_NobodyWaits_SaysSo()
    {
        await Complete(Case, HumanTaskKind.MatchVolunteer, new MatchVolunteerAnswers { IsFound = false, NoMatchReason = "Niemand." });

        (await (await Coordinator.BrowseAsync()).OpenAsync("/wachtlijst")).Text.ShouldContain("Niemand wacht op een vrijwilliger");
    }
}
