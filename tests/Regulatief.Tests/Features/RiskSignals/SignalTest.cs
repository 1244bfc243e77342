using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.RiskSignals;

/// <summary>A case with its volunteer, and a signal that they noted.</summary>
public abstract class SignalTest(SqliteHost host) : FeatureTest(host)
{
    protected CaseUnderTest Case { get; private set; } = null!;

    protected RiskSignalId Signal { get; private set; }

    protected Account PrivacyOfficer { get; private set; } = null!;

    /// <summary>The case that the signal is noted in.</summary>
    protected virtual CaseBuilder Beginning => A.Case().Paired();

    protected Person Volunteer => As(Case.Volunteer.Account);

    protected Person Officer => As(Case.Officer);

    protected Person Coordinator => As(Case.Coordinator);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Case = await Given(Beginning);
        PrivacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
        Signal = await Volunteer.SendAsync(new NoteRiskSignalCommand(Case.Id, RiskSignalKind.RisingRiskBehaviour, "Hij dronk weer, dinsdagavond.", SignalSeverity.Worrying, new(2026, 11, 23)));
    }

    /// <summary>The parties agree that risk signals go to the professional, and to these too.</summary>
    protected async Task<AgreementId> Agree(params CaseRole[] alsoTo)
    {
        var proposal = new AgreementProposal
        {
            Purpose = "Samen terugval voor zijn.",
            DiscussFirst = "Eerst samen praten, dan pas delen.",
            ValidFrom = new DateOnly(2026, 11, 24),
            ValidUntil = new DateOnly(2027, 11, 23),
            NamesCoordinator = alsoTo.Contains(CaseRole.Coordinator),
            Categories = [new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional, .. alsoTo] }],
        };
        var agreement = (await Officer.SendAsync(new ProposeAgreementCommand(Case.Id, proposal))).AgreementId;
        foreach (var party in new[] { Officer, Volunteer, As(Case.Client!) }) await party.SendAsync(new SignAgreementCommand(agreement));
        if (proposal.NamesCoordinator) await Coordinator.SendAsync(new SignAgreementCommand(agreement));
        return agreement;
    }

    /// <summary>Volunteer and client talked about it this morning.</summary>
    /// <param name="told">To whom the client was told that it goes.</param>
    protected Task<RiskSignalId> Discuss(params CaseRole[] told) => Volunteer.SendAsync(new DiscussRiskSignalCommand(
        Signal, new DateOnly(2026, 11, 24), new TimeOnly(8, 30), DiscussionManner.FaceToFace, [.. told],
        told.Length > 0 ? "Dat je weer drinkt." : null, "Ik had het zwaar die dag."));

    protected Task<ShareRiskSignalResult> Share(CaseRole recipient = CaseRole.Professional, SharingException? exception = null, string? key = null) =>
        Volunteer.SendAsync(new ShareRiskSignalCommand(Signal, recipient, exception), key);

    protected static SharingException AcuteDanger => new(SharingGround.AcuteDanger, "Hij dreigt vanavond iemand iets aan te doen.");

    protected async Task<RiskSignalId> Shared()
    {
        await Agree();
        await Discuss(CaseRole.Professional);
        return (await Share()).SignalId;
    }

    /// <summary>All that the pages of a case tell these people, word for word.</summary>
    protected async Task<List<string>> TracesFor(params Account[] accounts)
    {
        List<string> words = [];
        foreach (var account in accounts)
        {
            var browser = await As(account).BrowseAsync();
            foreach (var url in new[] { "/", "/trajecten", $"/trajecten/{Case.Id}", "/escalaties", $"/trajecten/{Case.Id}/activiteiten", "/mijn-traject" })
                words.Add($"{account.FirstRole} {url}: {(await browser.OpenAsync(url)).Text}");
        }

        return words;
    }
}
