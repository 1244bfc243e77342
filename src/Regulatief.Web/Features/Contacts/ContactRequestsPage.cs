using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>What volunteer and professional asked each other, as far as the reader may know, and the form to ask.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record ContactRequestsPageQuery(CaseId CaseId) : IClientQuery<ContactRequestsPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Other">Of whom the reader asks; null between two volunteers, and for a coordinator, who asks nothing here.</param>
/// <param name="MayAsk">Not while the last one waits.</param>
/// <param name="Requests">The newest first.</param>
public sealed record ContactRequestsPage(CaseId CaseId, int Number, string ClientName, PartyContact? Other, ContactRoute Route, bool MayAsk, IReadOnlyList<AskedContact> Requests)
{
    public string CaseUrl => $"/trajecten/{CaseId}";

    public ContactRequestFields Form { get; init; } = new(null, null, ContactRequest.UsualTerm);
}

public sealed record ContactRequestFields(string? Words, ContactWay? Way, int? TermInWorkingDays)
{
    public AskContactCommand For(Guid caseId) => new(CaseId.From(caseId), Words, Way, TermInWorkingDays);
}

/// <param name="TaskId">Where the reader answers it; null when it is not theirs to answer, or was answered.</param>
/// <param name="DueOn">The last day for the answer; null when it waits for none.</param>
public sealed record AskedContact(
    Guid Id, CaseRole AskedBy, string Asker, string Words, ContactWay Way, DateTimeOffset AskedAt, AskedContactStatus Status, HumanTaskId? TaskId, DateOnly? DueOn,
    DateOnly? MadeOn, ContactWay? MadeBy, string? Reason)
{
    /// <summary>Whether the reader asked it and can still take it back.</summary>
    public bool MayTakeBack { get; init; }
}

public enum AskedContactStatus
{
    WithCoordinator,
    Waiting,
    Made,
    NotPossible,

    /// <summary>The case or the pairing ended before there was an answer.</summary>
    CalledOff,
    TakenBack,
}

internal sealed class ContactRequestsPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<ContactRequestsPageQuery, ContactRequestsPage>
{
    public async Task<ContactRequestsPage> Handle(ContactRequestsPageQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(query.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Volunteer, AccountRole.Coordinator);
        await reads.RecordAsync(actor, nameof(ContactRequestsPageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);

        var requests = await db.ContactRequests.VisibleTo(db, actor).Where(r => r.CaseId == @case.Id).OrderByDescending(r => r.AskedAt).AsNoTracking().ToListAsync(cancellationToken);
        var ids = requests.ConvertAll(r => (Guid?)r.Id);
        var open = await db.HumanTasks.Open().Where(t => t.CaseId == @case.Id && ids.Contains(t.SubjectId)).AsNoTracking().ToDictionaryAsync(t => t.SubjectId!.Value, cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. requests.Select(r => r.AskedById).Distinct()], cancellationToken);
        var asked = requests.ConvertAll(r => Shown(r, open.GetValueOrDefault(r.Id), names.GetValueOrDefault(r.AskedById, "")));

        var side = Party.Of(actor.Role)!.Value;
        var other = side switch { CaseRole.Professional => CaseRole.Volunteer, CaseRole.Volunteer => CaseRole.Professional, _ => (CaseRole?)null };
        var contacts = await db.ContactsOfAsync(@case, actor, isWork: true, cancellationToken);
        var whom = @case.CurrentAssignment is null ? null : contacts.FirstOrDefault(c => c.Party == other);
        var waits = asked.Exists(r => r.AskedBy == side && r.Status is AskedContactStatus.Waiting or AskedContactStatus.WithCoordinator);
        return new ContactRequestsPage(@case.Id, @case.Number, @case.Client.NameFor(actor.Role), whom, @case.ContactRoute, whom is not null && !@case.IsClosed && !waits, asked);
    }

    private AskedContact Shown(ContactRequest request, HumanTask? task, string asker) => new(
        request.Id, request.AskedBy, asker, request.Words, request.Way, request.AskedAt,
        request.IsMade switch
        {
            true => AskedContactStatus.Made,
            false => AskedContactStatus.NotPossible,
            null when request.TakenBackAt is not null => AskedContactStatus.TakenBack,
            null when task is null => AskedContactStatus.CalledOff,
            null => task.Kind == HumanTaskKind.PassOnContact ? AskedContactStatus.WithCoordinator : AskedContactStatus.Waiting,
        },
        task?.Role == actor.Role ? task?.Id : null, task?.DueOn, request.MadeOn, request.MadeBy, request.Reason)
    {
        MayTakeBack = task is not null && request.AskedById == actor.AccountId,
    };
}
