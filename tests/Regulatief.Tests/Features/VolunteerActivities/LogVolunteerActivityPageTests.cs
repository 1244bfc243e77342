using Regulatief.Cases;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.VolunteerActivities;

namespace Regulatief.Tests.Features.VolunteerActivities;

public sealed class LogVolunteerActivityPageTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task LogVolunteerActivityPage_VolunteerOfAnotherCase_IsNotFound()
    {
        var other = await Given(A.Case().Paired());

        await Should.ThrowAsync<NotFoundException>(As(other.Volunteer.Account).SendAsync(new LogVolunteerActivityPageQuery(Case.Id)));
    }

    [Fact]
    public async Task LogVolunteerActivityPage_GoalsNotAgreedToBePassed_ShowsNone() => (await Page()).Goals.ShouldBeEmpty();

    [Fact]
    public async Task LogVolunteerActivityPage_GoalsAgreedToBePassed_OffersThem()
    {
        await SignedByAll();

        (await Page()).Goals.ShouldHaveSingleItem().Text.ShouldBe("Een dagbesteding vinden");
    }

    [Fact]
    public async Task LogVolunteerActivityPage_AgreementWithdrawn_ShowsNoneAgain()
    {
        var agreement = await SignedByAll();
        await As(Case.Client!).SendAsync(new Regulatief.Web.Features.Agreements.WithdrawAgreementCommand(agreement, "Ik wil het niet meer."));

        (await Page()).Goals.ShouldBeEmpty();
    }

    private Task<LogVolunteerActivityPage> Page() => As(Case.Volunteer.Account).SendAsync(new LogVolunteerActivityPageQuery(Case.Id));
}
