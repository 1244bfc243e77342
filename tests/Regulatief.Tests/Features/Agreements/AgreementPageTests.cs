using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;

namespace Regulatief.Tests.Features.Agreements;

public sealed class AgreementPageTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task AgreementPage_PartyOfAnotherCase_IsNotFound()
    {
        var agreement = await Proposed();
        var other = await Given(A.Case().Paired());

        foreach (var stranger in new[] { other.Officer, other.Volunteer.Account, other.Client! })
            await Should.ThrowAsync<NotFoundException>(As(stranger).SendAsync(new AgreementPageQuery(agreement)));
    }

    [Fact]
    public async Task AgreementPage_Proposed_SaysWhoMustStillSign()
    {
        var agreement = await Proposed();
        await Sign(agreement, Case.Officer);

        var sheet = (await As(Case.Client!).SendAsync(new AgreementPageQuery(agreement))).Sheet;

        sheet.Standing.ShouldBe(AgreementStanding.Proposed);
        sheet.ReaderMustSign.ShouldBeTrue();
        sheet.StillToSign.Select(p => p.Party).ShouldBe([CaseRole.Client, CaseRole.Volunteer], ignoreOrder: true);
    }

    [Fact]
    public async Task AgreementPage_Read_IsInTheAuditLog()
    {
        var agreement = await Proposed();

        await As(Case.Client!).SendAsync(new AgreementPageQuery(agreement));

        (await Read(db => db.AuditEntries.CountAsync(
            e => e.Action == nameof(AgreementPageQuery) && e.Kind == AuditKind.Read && e.SubjectId == agreement.Value && e.ActorId == Case.Client!.Id, Cancel))).ShouldBe(1);
    }
}
