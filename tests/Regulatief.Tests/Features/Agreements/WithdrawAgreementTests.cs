using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;

namespace Regulatief.Tests.Features.Agreements;

public sealed class WithdrawAgreementTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task WithdrawAgreement_Stranger_IsNotFound()
    {
        var agreement = await SignedByAll();
        var stranger = await Given(A.Account(AccountRole.Volunteer));

        await Should.ThrowAsync<NotFoundException>(As(stranger).SendAsync(Withdrawing(agreement)));
    }

    [Fact]
    public async Task WithdrawAgreement_VolunteerWhoLeft_IsNotFound()
    {
        var agreement = await SignedByAll();
        await Succeeded();

        await Should.ThrowAsync<NotFoundException>(As(Case.Volunteer.Account).SendAsync(Withdrawing(agreement)));
    }

    [Fact]
    public async Task WithdrawAgreement_WithoutReason_IsRefusedAtItsField()
    {
        var agreement = await SignedByAll();

        var refusal = await Should.ThrowAsync<ValidationException>(As(Case.Client!).SendAsync(new WithdrawAgreementCommand(agreement, null)));

        refusal.Errors.Single().PropertyName.ShouldBe("Reason");
    }

    [Fact]
    public async Task WithdrawAgreement_Twice_IsRefused()
    {
        var agreement = await SignedByAll();
        await As(Case.Client!).SendAsync(Withdrawing(agreement));

        await RefusedAs("agreement-ended", As(Case.Client!).SendAsync(Withdrawing(agreement)));
    }

    [Fact]
    public async Task WithdrawAgreement_ByTheClient_WorksAtOnceAndAsksForNewOnes()
    {
        var agreement = await SignedByAll();

        await As(Case.Client!).SendAsync(Withdrawing(agreement));

        (await ForceOf(agreement)).ShouldBe(AgreementForce.NotSigned);
        (await OpenTasks()).ShouldBe(["Samen aan de slag", "Nieuwe afspraken maken"], ignoreOrder: true);
        (await Timeline()).ShouldContain(TimelineKind.AgreementWithdrawn);
        (await UnreadBy(NoticeKind.AgreementWithdrawn)).ShouldBe([Case.Officer.Id, Case.Volunteer.Account.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task WithdrawAgreement_ProposalTakenBack_LeavesTheStepOpen()
    {
        var agreement = await Proposed();

        await As(Case.Officer).SendAsync(Withdrawing(agreement));

        (await OpenTasks()).ShouldBe(["Afspraken maken"]);
        (await UnreadBy(NoticeKind.AgreementToSign)).ShouldBeEmpty();
    }

    [Fact]
    public async Task WithdrawAgreement_CaseWithoutRunningCycle_WorksAllTheSame()
    {
        var agreement = await SignedByAll();
        await Host.ReadAsync(async db =>
        {
            await db.Cases.Where(c => c.Id == Case.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, Clock.GetUtcNow()).SetProperty(c => c.Phase, CasePhase.Closed), Cancel);
            await db.Instances.ExecuteDeleteAsync(Cancel);
            return await db.SaveChangesAsync(Cancel);
        });

        await As(Case.Client!).SendAsync(Withdrawing(agreement));

        (await Stored(agreement)).Status.ShouldBe(AgreementStatus.Withdrawn);
    }

    private static WithdrawAgreementCommand Withdrawing(AgreementId agreement) => new(agreement, "Ik wil niet meer dat er over mij gepraat wordt.");
}
