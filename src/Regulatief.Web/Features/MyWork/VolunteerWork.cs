using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyWork;

/// <summary>A volunteer's start: whom one stands beside, what comes next, and the two things one comes here for.</summary>
public sealed record VolunteerWorkQuery : IClientQuery<VolunteerWork>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

/// <param name="OpenSignals">The own signals that wait for a talk with the client or a choice.</param>
public sealed record VolunteerWork(
    IReadOnlyList<OwnCase> Cases, WorkTasks Tasks, IReadOnlyList<OwnSignal> OpenSignals, IReadOnlyList<WorkNotice> Notices)
{
    /// <summary>How the question stands whether they would stand beside somebody; null when they are not asked.</summary>
    public MatchProposalStatus? Asked { get; init; }

    /// <summary>Whether they take over from somebody soon.</summary>
    public bool TakesOver { get; init; }
}

public sealed record OwnCase(CaseId Id, int Number, string ClientName, CasePhase Phase, bool IsPaused, DateOnly? NextMeetingOn, DateOnly? LastActivityOn)
{
    public string Url => $"/trajecten/{Id}";
}

public sealed record OwnSignal(RiskSignalId Id, RiskSignalStatus Status, string ClientName, DateTimeOffset NotedAt);

internal sealed class VolunteerWorkMapping : Profile
{
    public VolunteerWorkMapping() => CreateMap<RiskSignal, OwnSignal>().ForCtorParam(nameof(OwnSignal.ClientName), name => name.MapFrom(s => s.Case.Client.FirstName));
}

internal sealed class VolunteerWorkHandler(RegulatiefDbContext db, Actor actor, Texts texts, ReadAudit reads, IMapper mapper, TimeProvider time) : IRequestHandler<VolunteerWorkQuery, VolunteerWork>
{
    public async Task<VolunteerWork> Handle(VolunteerWorkQuery query, CancellationToken cancellationToken)
    {
        var parts = new WorkParts(db, actor, texts, reads, time);
        var cases = await CasesAsync(cancellationToken);
        var work = new VolunteerWork(cases, await parts.TasksAsync(cancellationToken), await SignalsAsync(cancellationToken), await parts.NoticesAsync(cancellationToken))
        {
            Asked = await db.MatchProposals.VisibleTo(db, actor).Open().Where(p => p.Case.PausedAt == null).Select(p => (MatchProposalStatus?)p.Status).FirstOrDefaultAsync(cancellationToken),
            TakesOver = await db.VolunteerLeavings.VisibleTo(actor).Planned().AnyAsync(l => l.Successor!.AccountId == actor.AccountId, cancellationToken),
        };
        parts.Shows(cases.Select(c => c.Id));
        await parts.RecordAsync(nameof(VolunteerWorkQuery), cancellationToken);
        return work;
    }

    private async Task<IReadOnlyList<OwnCase>> CasesAsync(CancellationToken cancellationToken)
    {
        var today = time.Today();
        var own = db.Volunteers.Where(v => v.AccountId == actor.AccountId).Select(v => v.Id);
        var cases = await db.Cases.VisibleTo(actor).Where(c => c.ClosedAt == null).OrderBy(c => c.Number)
            .Select(c => new
            {
                c.Id,
                c.Number,
                c.Client.FirstName,
                c.Phase,
                IsPaused = c.PausedAt != null,
                Meeting = db.Meetings.Ahead(today).Where(m => m.CaseId == c.Id).Min(m => (DateOnly?)m.PlannedOn) ?? (c.NextMeetingOn >= today ? c.NextMeetingOn : null),
                Activity = db.VolunteerActivities.Where(a => a.CaseId == c.Id && own.Contains(a.VolunteerId)).Max(a => (DateOnly?)a.On),
            }).ToListAsync(cancellationToken);
        return cases.ConvertAll(c => new OwnCase(c.Id, c.Number, c.FirstName, c.Phase, c.IsPaused, c.Meeting, c.Activity));
    }

    private async Task<IReadOnlyList<OwnSignal>> SignalsAsync(CancellationToken cancellationToken) =>
        await db.RiskSignals.VisibleTo(actor).Where(s => s.Status == RiskSignalStatus.Noted || s.Status == RiskSignalStatus.DiscussedWithClient)
            .OrderBy(s => s.NotedAt).ProjectTo<OwnSignal>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
}
