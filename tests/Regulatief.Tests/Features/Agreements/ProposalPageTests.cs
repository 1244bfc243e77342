using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;

namespace Regulatief.Tests.Features.Agreements;

public sealed class ProposalPageTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task ProposalPage_OfficerOfAnotherCase_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As((await Given(A.Case())).Officer).SendAsync(new ProposalPageQuery(Case.Id)));

    [Fact]
    public async Task ProposalPage_FirstOne_ProposesThatSignalsGoToTheProfessional()
    {
        var page = await As(Case.Officer).SendAsync(new ProposalPageQuery(Case.Id));

        page.Proposal.Categories.Single(c => c.Category == InformationCategory.RiskSignals).Recipients.ShouldBe([CaseRole.Professional]);
        page.Proposal.ValidFrom.ShouldBe(Today);
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(ProposalPageQuery) && e.ActorId == Case.Officer.Id, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task ProposalPage_AfterAnEarlierOne_OpensAsThatWas()
    {
        var earlier = Proposal();
        earlier.Purpose = "Zoals wij het eerder zeiden.";
        await SignedByAll(earlier);

        var page = await As(Case.Officer).SendAsync(new ProposalPageQuery(Case.Id));

        page.Proposal.Purpose.ShouldBe("Zoals wij het eerder zeiden.");
        page.Proposal.Categories.Single(c => c.Category == InformationCategory.ContactAndAttendance).Recipients.ShouldBeEmpty();
    }
}
