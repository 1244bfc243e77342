using FluentValidation;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;

namespace Regulatief.Tests.Features.Agreements;

public sealed class RefuseAgreementTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task RefuseAgreement_Stranger_IsNotFound()
    {
        var agreement = await Proposed();
        var stranger = await Given(A.Account(AccountRole.Client));

        await Should.ThrowAsync<NotFoundException>(As(stranger).SendAsync(new RefuseAgreementCommand(agreement, "Nee.")));
    }

    [Fact]
    public async Task RefuseAgreement_CoordinatorWhoIsNoParty_IsRefused()
    {
        var agreement = await Proposed();

        await RefusedAs("agreement-not-a-party", As(Case.Coordinator).SendAsync(new RefuseAgreementCommand(agreement, "Nee.")));
    }

    [Fact]
    public async Task RefuseAgreement_WithoutReason_IsRefusedAtItsField()
    {
        var agreement = await Proposed();

        var refusal = await Should.ThrowAsync<ValidationException>(As(Case.Client!).SendAsync(new RefuseAgreementCommand(agreement, " ")));

        refusal.Errors.Single().PropertyName.ShouldBe("Reason");
    }

    [Fact]
    public async Task RefuseAgreement_InForce_IsRefused()
    {
        var agreement = await SignedByAll();

        await RefusedAs("agreement-not-open", As(Case.Client!).SendAsync(new RefuseAgreementCommand(agreement, "Toch niet.")));
    }

    [Fact]
    public async Task RefuseAgreement_ByTheClient_EndsTheStepAndTellsTheOthers()
    {
        var agreement = await Proposed();

        await As(Case.Client!).SendAsync(new RefuseAgreementCommand(agreement, "Ik wil dit niet."));

        var stored = await Stored(agreement);
        (stored.Status, stored.EndedBy, stored.EndReason).ShouldBe((AgreementStatus.Refused, CaseRole.Client, "Ik wil dit niet."));
        (await OpenTasks()).ShouldBe(["Weigering bespreken"]);
        (await Timeline()).ShouldContain(TimelineKind.AgreementRefused);
        (await UnreadBy(NoticeKind.AgreementRefused)).ShouldBe([Case.Officer.Id, Case.Volunteer.Account.Id], ignoreOrder: true);
        (await UnreadBy(NoticeKind.AgreementToSign)).ShouldBeEmpty();
    }
}
