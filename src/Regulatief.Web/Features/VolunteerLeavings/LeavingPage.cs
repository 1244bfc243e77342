using System.Text.Json.Serialization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>That the volunteer leaves on a day, and what is still to be done until then: as the professional, the coordinator and the volunteer see it.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record LeavingPageQuery(CaseId CaseId) : IClientQuery<LeavingPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Leaving">Null when nobody leaves.</param>
public sealed record LeavingPage(CaseId CaseId, int Number, string ClientName, AccountRole Role, PlannedLeaving? Leaving)
{
    [JsonIgnore]
    public string CaseUrl => $"/trajecten/{CaseId}";

    [JsonIgnore]
    public string Url => $"{CaseUrl}/wisseling";

    [JsonIgnore]
    public bool IsVolunteer => Role == AccountRole.Volunteer;

    [JsonIgnore]
    public MoveLeavingFields Move { get; init; } = new(null, null);

    [JsonIgnore]
    public ReasonFields Stay { get; init; } = new(null);

    [JsonIgnore]
    public ForSuccessorFields Item { get; init; } = new(null);

    [JsonIgnore]
    public TalkFields Talk { get; init; } = new(null, null);
}

/// <param name="IsOnlyContact">Whether the client has nobody else; told to professional and coordinator.</param>
/// <param name="Successor">Null while nobody is found.</param>
/// <param name="SuccessorBy">The last day on which one is found; null when nobody is looked for.</param>
/// <param name="SearchId">The reader's task to find one; null when it is not theirs.</param>
/// <param name="ToAnswer">How much of what is left to the successor waits for the client.</param>
/// <param name="Agreed">How much of it the client agrees to.</param>
/// <param name="Items">As far as the reader may know it.</param>
public sealed record PlannedLeaving(
    string Volunteer, DateOnly LastDay, bool IsOnlyContact, string? Successor, DateOnly? SuccessorBy, Guid? SearchId, JointTalk? Talk, int ToAnswer, int Agreed, IReadOnlyList<LeftItem> Items)
{
    /// <summary>The professional asks a client who has no account.</summary>
    public bool AnswersForClient { get; init; }

    /// <summary>For the volunteer alone: signals about which they did not decide.</summary>
    public IReadOnlyList<RiskSignalId> Undecided { get; init; } = [];

    /// <summary>For the volunteer alone.</summary>
    public bool? ThrowsNotesAway { get; init; }
}

/// <param name="StartsAt">Null while there is a day and no time.</param>
public sealed record JointTalk(Guid Id, MeetingStatus Status, DateOnly On, DateTimeOffset? StartsAt)
{
    public static JointTalk? Of(ThreeWayMeeting? talk) => talk is null ? null : new JointTalk(talk.Id.Value, talk.Status, talk.HeldOn ?? talk.PlannedOn, talk.Agreed?.StartsAt);
}

/// <param name="IsAgreed">Null while the client did not say.</param>
public sealed record LeftItem(Guid Id, string Words, bool? IsAgreed);

internal sealed class LeavingPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<LeavingPageQuery, LeavingPage>
{
    public async Task<LeavingPage> Handle(LeavingPageQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(query.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer);
        await reads.RecordAsync(actor, nameof(LeavingPageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var leaving = await db.LeavingOfAsync(@case, cancellationToken);
        return new LeavingPage(@case.Id, @case.Number, @case.Client.NameFor(actor.Role), actor.Role!.Value, leaving is null ? null : await ShownAsync(leaving, @case, cancellationToken));
    }

    private async Task<PlannedLeaving> ShownAsync(VolunteerLeaving leaving, Case @case, CancellationToken cancellationToken)
    {
        var pairing = @case.Assignments.Single(a => a.Id == leaving.PairingId);
        var search = await db.SearchesOf(leaving).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        var (isVolunteer, answers) = (actor.Role == AccountRole.Volunteer, actor.Role == AccountRole.ProbationOfficer && @case.Client.AccountId is null);
        return new PlannedLeaving(
            pairing.Volunteer.NameFor(actor.Role), leaving.LastDay, leaving.IsOnlyContact && !isVolunteer, leaving.Successor?.NameFor(actor.Role), search?.DueOn,
            actor.Role == AccountRole.Coordinator ? search?.Id.Value : null, JointTalk.Of(await db.TalkOfAsync(leaving, cancellationToken)),
            leaving.Items.Count(i => i.IsAgreed is null), leaving.Items.Count(i => i.IsAgreed == true),
            // What the client did not agree to yet is between the two; who coordinates reads nothing of it.
            actor.Role == AccountRole.Coordinator ? [] : [.. leaving.Items.Where(i => isVolunteer || answers || i.IsAgreed == true).OrderBy(i => i.WrittenAt).Select(i => new LeftItem(i.Id, i.Words, i.IsAgreed))])
        {
            AnswersForClient = answers,
            Undecided = isVolunteer ? await db.RiskSignals.VisibleTo(actor).UndecidedOf(@case.Id, pairing.VolunteerId).Select(s => s.Id).ToListAsync(cancellationToken) : [],
            ThrowsNotesAway = isVolunteer ? pairing.ThrowsNotesAway : null,
        };
    }
}
