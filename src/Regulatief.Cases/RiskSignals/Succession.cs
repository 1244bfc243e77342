using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.RiskSignals;

/// <summary>What becomes of signals when somebody takes a place over.</summary>
public static class Succession
{
    /// <summary>
    /// A signature lets its signer read what was disclosed to their role before: under an agreement that all parties signed and that passes signals to it.
    /// That another's part is suspended does not keep them out.
    /// </summary>
    /// <param name="case">Loaded for change.</param>
    public static async Task LetInWhoSignedAsync(
        this RegulatiefDbContext db, InformationSharingAgreement agreement, Case @case, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (agreement.StateFor(@case, LegalTime.DateOf(now)) is AgreementForce.NotSigned or AgreementForce.Expired) return;

        var holders = await db.HoldersOfAsync(@case, CaseRole.Coordinator, cancellationToken);
        foreach (var disclosure in await db.Disclosures.Where(d => d.CaseId == @case.Id).ToListAsync(cancellationToken))
        {
            if (!agreement.Covers(InformationCategory.RiskSignals, disclosure.Recipient)) continue;
            var inPlace = disclosure.Recipient == CaseRole.Professional ? [@case.ProfessionalId] : holders;
            foreach (var person in inPlace.Where(id => agreement.HasSignatureOf(disclosure.Recipient, id) && !disclosure.Reached(id)))
            {
                disclosure.LetIn(person, now);
                db.AuditEntries.Add(new AuditEntry
                {
                    At = now,
                    ActorId = actor.AccountId,
                    ActorRole = actor.Role,
                    Address = actor.Address,
                    Kind = AuditKind.Sharing,
                    Action = "granted:Succession",
                    CaseId = @case.Id,
                    SubjectType = nameof(RiskSignal),
                    SubjectId = disclosure.RiskSignalId.Value,
                    Detail = disclosure.Recipient.ToString(),
                });
            }
        }
    }

    /// <summary>Who holds this role in a case now: the professional, or the coordinators of its project that can log in and were not kept out of it, the first one first.</summary>
    public static async Task<IReadOnlyList<Guid>> HoldersOfAsync(this RegulatiefDbContext db, Case @case, CaseRole role, CancellationToken cancellationToken) => role switch
    {
        CaseRole.Professional => [@case.ProfessionalId],
        CaseRole.Coordinator => await db.CoordinatorsOfAsync(@case, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Expected a role that signals can pass to."),
    };

    /// <summary>The roles of which nobody who holds them now has the signal. Needs its disclosures loaded.</summary>
    public static async Task<IReadOnlyList<CaseRole>> RolesWithoutAsync(
        this RegulatiefDbContext db, RiskSignal signal, Case @case, CancellationToken cancellationToken)
    {
        List<CaseRole> without = [];
        foreach (var role in new[] { CaseRole.Professional, CaseRole.Coordinator })
            if (!signal.HasReached(role, await db.HoldersOfAsync(@case, role, cancellationToken))) without.Add(role);
        return without;
    }

    /// <summary>Who is reminded of a task that follows a signal: who took it, else those of its role to whom the signal is known, as far as they hold it still.</summary>
    public static async Task<IReadOnlyList<Guid>> PeopleOfSignalTaskAsync(
        this RegulatiefDbContext db, RiskSignalId id, HumanTask task, Case @case, CancellationToken cancellationToken)
    {
        var signal = await db.RiskSignals.WithDisclosures().GetAsync(id, cancellationToken);
        IReadOnlyList<Guid> people = Party.Of(task.Role) switch
        {
            CaseRole.Volunteer => @case.CurrentAssignment is { } pairing && pairing.VolunteerId == signal.VolunteerId ? [pairing.Volunteer.AccountId] : [],
            CaseRole.Professional or CaseRole.Coordinator => await ReachedAsync(Party.Of(task.Role)!.Value),
            _ => [],
        };
        return task.AssigneeId is { } assignee && people.Contains(assignee) ? [assignee] : people;

        async Task<IReadOnlyList<Guid>> ReachedAsync(CaseRole role) =>
            [.. (await db.HoldersOfAsync(@case, role, cancellationToken)).Where(person => signal.HasReached(role, [person]))];
    }

    /// <summary>
    /// What a volunteer had not decided about when the pairing ends is withdrawn: it was between them and the client, and a successor is not to find it.
    /// Nobody but the client, as far as they talked about it, learns that it was there.
    /// </summary>
    /// <param name="case">Loaded for change.</param>
    internal static async Task WithdrawUndecidedAsync(
        this RegulatiefDbContext db, WorkflowHost workflows, VolunteerAssignment ended, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var signal in await db.RiskSignals.UndecidedOf(@case.Id, ended.VolunteerId).ToListAsync(cancellationToken))
        {
            signal.WithdrawWithPairing(now);
            await db.EndUnsharedAsync(workflows, signal, @case, RiskSignalOutcome.Withdrawn, Actor.System, now, cancellationToken);
        }
    }
}
