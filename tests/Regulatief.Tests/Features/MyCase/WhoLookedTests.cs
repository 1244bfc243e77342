using System.Net;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Features.Agreements;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.MyCase;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.MyCase;

/// <summary>A client sees who looked into the own file, and nothing that they may not know of yet.</summary>
public sealed class WhoLookedTests(SqliteHost host) : AgreementTest(host)
{
    private const string Address = "/mijn-traject/inzage";

    [Fact]
    public async Task WhoLooked_ByAnother_IsForbidden() =>
        (await (await As(Case.Officer).BrowseAsync()).OpenAsync(Address)).Status.ShouldBe(HttpStatusCode.Forbidden);

    [Fact]
    public async Task WhoLooked_NoCaseYet_SaysSo()
    {
        var newcomer = await Given(A.Account(AccountRole.Client));

        (await (await As(newcomer).BrowseAsync()).OpenAsync(Address)).Text.ShouldContain("Nog niemand keek in je traject");
    }

    [Fact]
    public async Task WhoLooked_TheOfficerTwice_IsOneLineWithNameRoleAndDay()
    {
        await As(Case.Officer).SendAsync(new CasePageQuery(Case.Id));
        await As(Case.Officer).SendAsync(new CasePageQuery(Case.Id));

        var page = await OpenedAsync();

        page.Text.ShouldContain(Case.Officer.DisplayName);
        page.Text.ShouldContain("24 november");
        page.Text.ShouldContain("Traject bekijken (2 keer)");
        page.Text.ShouldContain("oezichthouder");
    }

    [Fact]
    public async Task WhoLooked_TheClientAndAnotherCase_AreLeftOut()
    {
        var before = await TotalAsync();
        var another = await Given(A.Case());
        await As(another.Officer).SendAsync(new CasePageQuery(another.Id));
        await As(Case.Client!).SendAsync(new MyCasePageQuery());

        (await TotalAsync()).ShouldBe(before);
    }

    /// <summary>An observation that is the volunteer's alone, and one shared in acute danger before its review, leave no trace.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoLooked_SignalThatTheClientMayNotKnowOf_LeavesNoTrace(bool isShared)
    {
        var before = await TotalAsync();
        var signal = await As(Case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(Case.Id, RiskSignalKind.PossibleRelapse, "Oude vrienden in beeld.", SignalSeverity.Worrying, new(2026, 11, 23)));
        if (isShared)
        {
            await As(Case.Volunteer.Account).SendAsync(
                new ShareRiskSignalCommand(signal, CaseRole.Professional, new SharingException(SharingGround.AcuteDanger, "Hij zei dat hij iets ging doen.")));
            await As(Case.Officer).SendAsync(new RiskSignalForRecipientQuery(signal));
        }

        (await TotalAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task WhoLooked_SystemAndRefusals_AreLeftOut()
    {
        var before = await TotalAsync();
        await Host.WriteAsync(db =>
        {
            db.AuditEntries.Add(RowOf(null, AuditKind.Change));
            db.AuditEntries.Add(RowOf(AccountRole.ProbationOfficer, AuditKind.Refusal));
        });

        (await TotalAsync()).ShouldBe(before);
    }

    private AuditEntry RowOf(AccountRole? role, AuditKind kind) => new()
    {
        At = Clock.GetUtcNow(), ActorId = role is null ? Guid.Empty : Case.Officer.Id, ActorRole = role, Kind = kind, Action = nameof(CasePageQuery),
        CaseId = Case.Id, SubjectType = nameof(Regulatief.Cases.Cases.Case), SubjectId = Case.Id.Value,
    };

    private async Task<int> TotalAsync() => (await As(Case.Client!).SendAsync(new WhoLookedQuery(1))).Total;

    private async Task<Page> OpenedAsync() => await (await As(Case.Client!).BrowseAsync()).OpenAsync(Address);
}
