using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;

namespace Regulatief.Tests.Features.Audit;

public sealed class FindAgreementsTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task FindAgreements_ByAnOfficerOfAnotherCase_FindsNone()
    {
        await SignedByAll();

        (await As((await Given(A.Case())).Officer).SendAsync(new FindAgreementsQuery(null, 1))).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task FindAgreements_ByTheirState_CountsAllAndShowsThatOne()
    {
        await SignedByAll();
        await Proposed();
        var privacy = await Given(A.Account(AccountRole.PrivacyOfficer));

        var found = await As(privacy).SendAsync(new FindAgreementsQuery(AgreementStatus.Proposed, 1));

        found.Items.ShouldHaveSingleItem().Status.ShouldBe(AgreementStatus.Proposed);
        found.Counts[AgreementStatus.Signed].ShouldBe(1);
        found.Total.ShouldBe(1);
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(FindAgreementsQuery) && e.ActorId == privacy.Id, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task FindAgreements_SignedAndPastItsLastDay_IsExpired()
    {
        await SignedByAll();
        Clock.Advance(TimeSpan.FromDays(400));

        var found = await As(await Given(A.Account(AccountRole.PrivacyOfficer))).SendAsync(new FindAgreementsQuery(AgreementStatus.Signed, 1));

        found.Items.ShouldHaveSingleItem().IsExpired.ShouldBeTrue();
    }
}
