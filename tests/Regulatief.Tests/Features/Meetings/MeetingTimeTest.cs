using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Meetings;

namespace Regulatief.Tests.Features.Meetings;

/// <summary>A test of when and where the three meet, in a case of which a driegesprek is planned some weeks ahead.</summary>
public abstract class MeetingTimeTest(SqliteHost host) : FeatureTest(host)
{
    /// <summary>A Tuesday.</summary>
    protected static readonly DateOnly Today = new(2026, 11, 24);

    protected CaseUnderTest Case { get; private set; } = null!;

    protected MeetingId Meeting { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Case = await Given(A.Case().Running("alle-stappen").Paired());
        Meeting = await Read(db => db.Meetings.Where(m => m.CaseId == Case.Id).Select(m => m.Id).SingleAsync(Cancel));
    }

    /// <summary>A Thursday at two, at the office.</summary>
    protected ProposeMeetingCommand Proposing(DateOnly? on = null, TimeOnly? at = null) =>
        new(Meeting, on ?? Today.AddDays(9), at ?? new TimeOnly(14, 0), 60, LocationType.ProbationOffice, null, null, Despite: false);

    protected Task<MeetingProposalId> Propose(Account by, ProposeMeetingCommand? command = null) => As(by).SendAsync(command ?? Proposing());

    protected Task<bool> SayYes(Account by, MeetingProposalId proposal, bool forClient = false) => As(by).SendAsync(new AgreeToMeetingCommand(Meeting, proposal, forClient));

    /// <summary>Proposed by the professional, and all said yes.</summary>
    protected async Task<MeetingProposalId> Agree(ProposeMeetingCommand? command = null)
    {
        var proposal = await Propose(Case.Officer, command);
        await SayYes(Case.Volunteer.Account, proposal);
        (await SayYes(Case.Client!, proposal)).ShouldBeTrue();
        return proposal;
    }

    protected Task<ThreeWayMeeting> Stored() => Read(db => db.Meetings.AsNoTracking().SingleAsync(m => m.Id == Meeting, Cancel));

    protected Task<HumanTask> Record() => OpenTask(Case, HumanTaskKind.Meeting);

    protected Task<List<NoticeKind>> NoticesOf(Account account) =>
        Read(db => db.Notices.Where(n => n.AccountId == account.Id && n.SubjectId == Meeting.Value).OrderBy(n => n.Id).Select(n => n.Kind).ToListAsync(Cancel));

    protected async Task<IReadOnlyList<string>> ErrorsOf(Account by, ProposeMeetingCommand command) =>
        [.. (await Should.ThrowAsync<ValidationException>(Propose(by, command))).Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}")];

    protected static async Task<string> RefusalOf(Task action) => (await Should.ThrowAsync<CaseRuleException>(action)).Code;
}
