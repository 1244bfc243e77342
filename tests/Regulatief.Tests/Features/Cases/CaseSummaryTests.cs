using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.Cases;

public sealed class CaseSummaryTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task CaseSummary_CaseOfSomeoneElse_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As((await Given(A.Case())).Officer).SendAsync(new CaseSummaryQuery(Case.Id)));

    [Fact]
    public async Task CaseSummary_ByTheVolunteer_HasTheFirstNameAndNoGoalsUntilTheyArePassed()
    {
        var before = await As(Case.Volunteer.Account).SendAsync(new CaseSummaryQuery(Case.Id));
        await SignedByAll();
        var after = await As(Case.Volunteer.Account).SendAsync(new CaseSummaryQuery(Case.Id));

        (before.ClientName, before.Goals).ShouldBe(("Rachid", null));
        after.Goals.ShouldNotBeNull().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task CaseSummary_ByTheOfficer_HasTheWholeNameAndTheOwnTasks()
    {
        var summary = await As(Case.Officer).SendAsync(new CaseSummaryQuery(Case.Id));

        (summary.ClientName, summary.Number, summary.Phase).ShouldBe(("Rachid El Amrani", Case.Number, CasePhase.Agreements));
        summary.Tasks.ShouldHaveSingleItem();
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(CaseSummaryQuery) && e.CaseId == Case.Id, Cancel))).ShouldBe(1);
    }
}
