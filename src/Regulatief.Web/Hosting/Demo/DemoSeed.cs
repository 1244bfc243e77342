using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Demo;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Web.Hosting.Demo;

/// <summary>Fills an empty database of the Development environment with a year and a half of made-up work.</summary>
/// <remarks>
/// The past is made by the product's own commands on the demo's clock, so that every row is one that the product would have made. Jobs and
/// requests do not run yet while the clock stands in the past.
/// </remarks>
internal static class DemoSeed
{
    public static async Task FillAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var clock = services.GetRequiredService<DemoClock>();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        if (await db.Accounts.AnyAsync(cancellationToken))
        {
            var days = await db.Counters.Where(c => c.Name == DemoClock.Counter).Select(c => c.Value).SingleOrDefaultAsync(cancellationToken);
            clock.Offset = TimeSpan.FromDays(days);
            return;
        }

        var data = DemoData.Read();
        var cast = await ActivatorUtilities.CreateInstance<DemoPeople>(scope.ServiceProvider).MakeAsync(data, cancellationToken);
        var sweep = services.GetRequiredService<DueWorkSweep>();
        foreach (var (index, ending) in DemoEndings.OfAllCases.Index())
        {
            var stage = new DemoStage(services, clock, sweep, cancellationToken);
            await new DemoStory(stage, data, cast, index).PlayAsync(ending);
        }

        clock.Offset = TimeSpan.Zero;
        await sweep.SweepAsync(cancellationToken);
    }
}

/// <summary>How far a case of the demo has come.</summary>
internal enum DemoEnding
{
    Intake,
    IntakeOverdue,
    InclusionCheck,
    MoreInformation,
    NotIncluded,
    Matching,
    MatchingOverdue,
    NoVolunteer,
    StartContact,
    SafetyCheck,
    TaskDivision,
    AgreementNotProposed,
    AgreementToSign,
    AgreementRefused,
    WorkingTogether,
    SignalNoted,
    SignalDiscussed,
    SignalShared,
    SignalUnderException,
    MeetingOverdue,
    MeetingMissed,
    Paused,
    VolunteerLeaves,
    AgreementWithdrawn,
    Evaluation,
    SecondRound,
    Closure,
    Closed,
}

internal static class DemoEndings
{
    /// <summary>The first is the case of the client on the log-in page.</summary>
    public static IReadOnlyList<DemoEnding> OfAllCases { get; } =
    [
        DemoEnding.SignalDiscussed, DemoEnding.Intake, DemoEnding.IntakeOverdue, DemoEnding.InclusionCheck, DemoEnding.MoreInformation, DemoEnding.NotIncluded,
        DemoEnding.Matching, DemoEnding.MatchingOverdue, DemoEnding.NoVolunteer, DemoEnding.StartContact, DemoEnding.SafetyCheck, DemoEnding.TaskDivision,
        DemoEnding.AgreementNotProposed, DemoEnding.AgreementToSign, DemoEnding.AgreementRefused, DemoEnding.WorkingTogether, DemoEnding.SignalNoted,
        DemoEnding.SignalShared, DemoEnding.SignalUnderException, DemoEnding.MeetingOverdue, DemoEnding.MeetingMissed, DemoEnding.Paused, DemoEnding.VolunteerLeaves,
        DemoEnding.AgreementWithdrawn, DemoEnding.Evaluation, DemoEnding.SecondRound, DemoEnding.Closure, DemoEnding.Closed, DemoEnding.WorkingTogether,
        DemoEnding.Closed, DemoEnding.Intake, DemoEnding.InclusionCheck, DemoEnding.Matching, DemoEnding.TaskDivision, DemoEnding.AgreementToSign,
        DemoEnding.WorkingTogether, DemoEnding.SignalShared, DemoEnding.Evaluation, DemoEnding.SecondRound, DemoEnding.Closed,
    ];
}
