using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Volunteers;
using Microsoft.EntityFrameworkCore;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Matching;

namespace Regulatief.Tests.Features.Matching;

/// <summary>A test of a case for which a volunteer is looked for, and of which the client agreed to what may be told.</summary>
public abstract class MatchingTest(SqliteHost host) : FeatureTest(host)
{
    protected static readonly DateOnly Today = new(2026, 11, 24);

    protected CaseUnderTest Case { get; private set; } = null!;

    protected HumanTask Step { get; private set; } = null!;

    protected Person Coordinator => As(Case.Coordinator);

    protected Person Volunteer => As(Case.Volunteer.Account);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (Case, Step) = await Waiting(A.Case().ForClient("Zebulon", "Zonnebloem"));
    }

    protected async Task<(CaseUnderTest Case, HumanTask Step)> Waiting(CaseBuilder builder)
    {
        var @case = await Given(builder.Running(TestDefinitions.MatchThenTask));
        await Complete(@case, HumanTaskKind.Intake, Answers.Intake);
        await As(@case.Officer).SendAsync(Agreed(@case));
        return (@case, await OpenTask(@case, HumanTaskKind.MatchVolunteer));
    }

    protected static SaveMatchProfileCommand Agreed(CaseUnderTest @case) => new()
    {
        CaseId = @case.Id, IsAgreed = true, AgreedOn = Today, Help = [VolunteerActivityCategory.PracticalAdministration], Place = "Utrecht",
        AvailableOn = [WeekPart.TuesdayMorning, WeekPart.ThursdayEvening], Languages = "Turks",
    };

    protected Task<Guid> Ask(VolunteerUnderTest? volunteer = null) =>
        Coordinator.SendAsync(new AskVolunteerCommand(Step.Id, (volunteer ?? Case.Volunteer).Id.Value, "Houdt ook van koken."));

    protected async Task<Guid> Accepted()
    {
        var id = await Ask();
        await Volunteer.SendAsync(new AnswerMatchProposalCommand(id, true, null));
        return id;
    }

    protected async Task<Guid> Met()
    {
        var id = await Accepted();
        await Coordinator.SendAsync(new PlanFirstMeetingCommand(id, Today, new TimeOnly(14, 0), "Bibliotheek Neude"));
        return id;
    }

    protected Task<MatchProposal> ProposalOf(Guid id) => Read(db => db.MatchProposals.AsNoTracking().SingleAsync(p => p.Id == id, Cancel));

    protected Task<List<NoticeKind>> NoticesOf(Account account) =>
        Read(db => db.Notices.Where(n => n.AccountId == account.Id).OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => n.Kind).ToListAsync(Cancel));

    protected static async Task<string> RefusalOf(Task attempt) => (await Should.ThrowAsync<CaseRuleException>(attempt)).Code;
}
