using System.Net;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.MyCase;

public sealed class MyCasePageTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task MyCase_Volunteer_IsForbidden()
    {
        var browser = await As(Case.Volunteer.Account).BrowseAsync();

        (await browser.OpenAsync("/mijn-traject")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task MyCase_ClientWithoutCase_SaysSo()
    {
        var newcomer = await Given(A.Account(AccountRole.Client));

        var page = await (await As(newcomer).BrowseAsync()).OpenAsync("/mijn-traject");

        page.Text.ShouldContain("Er is nog geen traject");
    }

    [Fact]
    public async Task MyCase_AgreementToSign_LeadsToIt()
    {
        var agreement = await Proposed();

        var page = await Opened();

        page.Heading.ShouldBe("Hallo Rachid");
        page.Find($"a[href='/afspraken/{agreement}'].utrecht-button").ShouldNotBeNull();
    }

    // What the volunteer wrote down is theirs until it is shared: the client reads the talk, and the own words.
    [Theory]
    [InlineData(RiskSignalStatus.Noted, false)]
    [InlineData(RiskSignalStatus.DiscussedWithClient, true)]
    public async Task MyCase_Signal_IsThereFromTheTalkOnWithoutTheVolunteersWords(RiskSignalStatus status, bool isShown)
    {
        var signal = new RiskSignal
        {
            CaseId = Case.Id,
            VolunteerId = Case.Volunteer.Id,
            Kind = RiskSignalKind.PossibleRelapse,
            Observation = "Oude vrienden in beeld.",
            NotedAt = Clock.GetUtcNow(),
        };
        if (status == RiskSignalStatus.DiscussedWithClient)
        {
            signal.Discuss(new SignalDiscussion
            {
                RiskSignalId = signal.Id,
                At = Clock.GetUtcNow(),
                How = DiscussionManner.FaceToFace,
                ToldRecipients = [CaseRole.Professional],
                ClientsReaction = "Klopt wel.",
            });
        }

        await Host.WriteAsync(db => db.RiskSignals.Add(signal));

        var page = await Opened();
        page.Text.Contains("Klopt wel.", StringComparison.Ordinal).ShouldBe(isShown);
        page.Text.ShouldNotContain("Oude vrienden in beeld.");
    }

    private async Task<Page> Opened() => await (await As(Case.Client!).BrowseAsync()).OpenAsync("/mijn-traject");
}
