using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;

namespace Regulatief.Tests.Features.Agreements;

/// <summary>A case whose cycle waits for agreements, and its three.</summary>
public abstract class AgreementTest(SqliteHost host) : FeatureTest(host)
{
    protected CaseUnderTest Case { get; private set; } = null!;

    protected DateOnly Today => Clock.Today();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Case = await Given(A.Case().ForClient("Rachid", "El Amrani").Paired().Running(TestDefinitions.MakingAgreements));
    }

    protected AgreementProposal Proposal() => new()
    {
        Purpose = "Samen werken aan de doelen.",
        DiscussFirst = "Eerst praat de vrijwilliger met de cliënt.",
        ValidFrom = Today,
        ValidUntil = Today.AddYears(1),
        Categories =
        [
            new() { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] },
            new() { Category = InformationCategory.PlanGoals, Recipients = [CaseRole.Volunteer] },
        ],
    };

    protected async Task<AgreementId> Proposed(AgreementProposal? proposal = null) =>
        (await As(Case.Officer).SendAsync(new ProposeAgreementCommand(Case.Id, proposal ?? Proposal()))).AgreementId;

    protected async Task<AgreementId> SignedByAll(AgreementProposal? proposal = null)
    {
        var agreement = await Proposed(proposal);
        foreach (var party in new[] { Case.Officer, Case.Volunteer.Account, Case.Client! }) await Sign(agreement, party);
        return agreement;
    }

    protected Task<SignAgreementResult> Sign(AgreementId agreement, Account by, string? key = null) => As(by).SendAsync(new SignAgreementCommand(agreement), key);

    protected Task<InformationSharingAgreement> Stored(AgreementId id) => Read(db => db.Agreements.AsNoTracking().SingleAsync(a => a.Id == id, Cancel));

    protected async Task<AgreementForce> ForceOf(AgreementId id) => (await Stored(id)).StateFor(await CaseOf(Case), Today);

    protected Task<List<Guid>> UnreadBy(NoticeKind kind) =>
        Read(db => db.Notices.Where(n => n.Kind == kind && n.ReadAt == null).Select(n => n.AccountId).ToListAsync(Cancel));

    protected Task<List<TimelineKind>> Timeline() =>
        Read(db => db.Timeline.Where(e => e.CaseId == Case.Id).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Cancel));

    protected Task<List<string>> OpenTasks() =>
        Read(db => db.HumanTasks.Where(t => t.CaseId == Case.Id && t.Status == Regulatief.Cases.HumanTasks.HumanTaskStatus.Open).Select(t => t.Title).ToListAsync(Cancel));

    /// <summary>Another volunteer takes over.</summary>
    protected async Task<VolunteerUnderTest> Succeeded()
    {
        var successor = await Given(A.Volunteer().In(Case.Project));
        await Host.ReadAsync(async db =>
        {
            var leaving = await db.VolunteerAssignments.SingleAsync(a => a.CaseId == Case.Id && a.Until == null, Cancel);
            leaving.End(Clock.GetUtcNow(), "Verhuist.");
            db.Add(new VolunteerAssignment { CaseId = Case.Id, VolunteerId = successor.Id, From = Clock.GetUtcNow() });
            return await db.SaveChangesAsync(Cancel);
        });
        return successor;
    }

    protected static async Task RefusedAs(string code, Task attempt) => (await Should.ThrowAsync<CaseRuleException>(attempt)).Code.ShouldBe(code);
}
