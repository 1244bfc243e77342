using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.RiskSignals;

public sealed class NoteRiskSignalPageTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task NoteRiskSignalPage_VolunteerOfAnotherCase_IsNotFound()
    {
        var (one, other) = (await Given(A.Case().Paired()), await Given(A.Case().Paired()));

        await Should.ThrowAsync<NotFoundException>(As(other.Volunteer.Account).SendAsync(new NoteRiskSignalPageQuery(one.Id)));
    }

    [Fact]
    public async Task NoteRiskSignalPage_OwnCase_ShowsTheFirstNameAndTheNumberToCall()
    {
        var @case = await Given(A.Case().ForClient("Rachid", "El Amrani").Paired());

        var page = await As(@case.Volunteer.Account).SendAsync(new NoteRiskSignalPageQuery(@case.Id));

        (page.ClientName, page.OnCallNumber).ShouldBe(("Rachid", "020 000 00 00"));
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(NoteRiskSignalPageQuery) && e.CaseId == @case.Id, Cancel))).ShouldBe(1);
    }
}
