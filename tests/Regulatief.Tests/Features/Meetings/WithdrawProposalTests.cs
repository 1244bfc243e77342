using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Meetings;

namespace Regulatief.Tests.Features.Meetings;

public sealed class WithdrawProposalTests(SqliteHost host) : MeetingTimeTest(host)
{
    [Fact]
    public async Task WithdrawProposal_Own_IsOffTheTableAndWhatWasAgreedStands()
    {
        await Agree();
        var other = await Propose(Case.Client!, Proposing(Today.AddDays(10)) with { Reason = "Ik moet werken." });

        await As(Case.Client!).SendAsync(new WithdrawProposalCommand(Meeting, other));

        var stored = await Stored();
        (stored.OpenProposal, stored.Agreed!.On, stored.Sequence).ShouldBe((null, Today.AddDays(9), 1));
        (await RefusalOf(As(Case.Client!).SendAsync(new WithdrawProposalCommand(Meeting, other)))).ShouldBe("meeting-proposal-over");
    }

    [Fact]
    public async Task WithdrawProposal_OfAnother_IsRefused()
    {
        var proposal = await Propose(Case.Officer);

        (await RefusalOf(As(Case.Volunteer.Account).SendAsync(new WithdrawProposalCommand(Meeting, proposal)))).ShouldBe("meeting-proposal-of-another");
        (await RefusalOf(As(Case.Coordinator).SendAsync(new WithdrawProposalCommand(Meeting, proposal)))).ShouldBe("role-may-not");
    }
}
