using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.CaseHandovers;
using Regulatief.Web.Features.ClientCorrections;
using Regulatief.Web.Features.ClientRequests;
using Regulatief.Web.Features.Contacts;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.Demo;
using Regulatief.Web.Features.Escalations;
using Regulatief.Web.Features.Matching;
using Regulatief.Web.Features.Reminders;
using Regulatief.Web.Features.TaskTerms;
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

        await SpeakUpAsync(new DemoStage(services, clock, sweep, cancellationToken), cast);
        await StayInTouchAsync(new DemoStage(services, clock, sweep, cancellationToken), cast);
        await LookAlongAsync(new DemoStage(services, clock, sweep, cancellationToken), cast);
        await LookForVolunteersAsync(new DemoStage(services, clock, sweep, cancellationToken), cast);
        await KeepAnEyeOnItAsync(new DemoStage(services, clock, sweep, cancellationToken), cast);
        clock.Offset = TimeSpan.Zero;
        await sweep.SweepAsync(cancellationToken);
    }

    /// <summary>Who is told of a driegesprek that is late is set otherwise, two escalations were answered, and a task has a later day.</summary>
    private static async Task KeepAnEyeOnItAsync(DemoStage stage, DemoCast cast)
    {
        var (manager, coordinator, officer) = (cast.ByRole[AccountRole.Manager], cast.Coordinators[0], cast.Officers[0]);
        await stage.GoToAsync(3);
        await stage.SendAsync(manager, new SaveLadderCommand { ProjectId = cast.Projects[0].Id.Value, Kind = HumanTaskKind.Meeting, Worker = 0, Coordinator = 2, Manager = 7, AgainEvery = 3 });
        var late = await stage.ReadAsync(db => db.Escalations.Open().Where(e => e.ToAccountId == coordinator.Id && e.Rung == EscalationRung.Coordinator).OrderBy(e => e.RaisedAt).Select(e => e.Id).Take(2).ToListAsync());
        foreach (var (index, id) in late.Index())
        {
            await stage.SendAsync(coordinator, index == 0
                ? new AnswerEscalationCommand(id, EscalationAnswerKind.Acknowledged)
                : new AnswerEscalationCommand(id, EscalationAnswerKind.Deferred, stage.RealToday.AddDays(9), "De collega is net terug van ziekte en haalt het volgende week in."));
        }

        var task = await stage.ReadAsync(db => db.HumanTasks.Open().Where(t => t.Case.ProfessionalId == officer.Id && t.Role == AccountRole.ProbationOfficer && t.Kind == HumanTaskKind.Intake && t.Case.PausedAt == null)
            .OrderBy(t => t.DueOn).FirstOrDefaultAsync());
        if (task is not null) await stage.SendAsync(officer, new ExtendTermCommand(task.Id, stage.RealToday.AddDays(10), "De cliënt kon pas volgende week komen."));
    }

    /// <summary>The client of the log-in page sees one thing otherwise than it is written; and their date of birth was put right.</summary>
    private static async Task SpeakUpAsync(DemoStage stage, DemoCast cast)
    {
        var (client, officer) = (cast.ByRole[AccountRole.Client], cast.Officers[0]);
        var @case = await stage.ReadAsync(db => db.Cases.Include(c => c.Client).Include(c => c.Goals).AsNoTracking().SingleAsync(c => c.Client.AccountId == client.Id));
        await stage.GoToAsync(9);
        await stage.SendAsync(officer, new CorrectClientCommand(
            @case.Id, @case.Client.FirstName, @case.Client.LastName, @case.Client.BornOn.AddDays(1), "Verkeerd overgenomen; de cliënt liet het identiteitsbewijs zien."));
        await stage.GoToAsync(2);
        await stage.SendAsync(client, new MakeClientRequestCommand(
            @case.Id, ClientRequestKind.Objection, "Ik wil dit wel, maar niet omdat het moet. Zo staat het er nu wel.", ClientRequestAbout.Goal, @case.Goals.MinBy(g => g.AddedAt)!.Id.Value));
    }

    /// <summary>How people are reached, what they ask each other, and what one keeps for oneself.</summary>
    private static async Task StayInTouchAsync(DemoStage stage, DemoCast cast)
    {
        var (officer, coordinator) = (cast.Officers[0], cast.Coordinators[0]);
        await stage.SendAsync(officer, new SaveProfileCommand { Name = officer.DisplayName, Language = "nl", Phone = "020 555 01 10", Prefers = ContactWay.Phone, Wanted = [.. UnwantedNotice.Kinds] });
        await stage.SendAsync(coordinator, new SaveProfileCommand { Name = coordinator.DisplayName, Language = "nl", Phone = "020 555 01 20", Wanted = [.. UnwantedNotice.Kinds] });
        var cases = await stage.ReadAsync(db => db.Cases.Include(c => c.Assignments).ThenInclude(a => a.Volunteer)
            .Where(c => c.ProfessionalId == officer.Id && c.ClosedAt == null && c.PausedAt == null && c.Phase == CasePhase.WorkingTogether && c.Assignments.Any(a => a.Until == null))
            .OrderBy(c => c.Number).AsNoTracking().Take(4).ToListAsync());
        var volunteers = await stage.ReadAsync(db => db.Accounts.AsNoTracking().Where(a => a.Roles.Any(r => r.Role == AccountRole.Volunteer)).ToDictionaryAsync(a => a.Id));
        foreach (var (number, @case) in cases.Index())
        {
            await stage.GoToAsync(30);
            await stage.SendAsync(officer, new SaveClientContactCommand(@case.Id, $"06 5550 12{number}0", null, number % 2 == 0 ? ContactWay.TextMessage : ContactWay.Phone));
            await stage.GoToAsync(1);
            if (number % 2 == 0) await stage.SendAsync(officer, new GiveContactConsentCommand(@case.Id, stage.Today));
        }

        await stage.SendAsync(officer, new AskContactCommand(cases[0].Id, "Kunnen we het driegesprek even samen voorbereiden?", ContactWay.Phone));
        await stage.SendAsync(volunteers[cases[1].CurrentAssignment!.Volunteer.AccountId], new AskContactCommand(cases[1].Id, "Ik wil graag overleggen over de vakantieperiode.", ContactWay.Phone));
        // Not the one of the log-in page, who can ask it there.
        var asking = cases.Select(c => c.CurrentAssignment!.Volunteer.AccountId).First(id => id != cast.ByRole[AccountRole.Volunteer].Id);
        await stage.SendAsync(volunteers[asking], new AskSupportCommand("Ik merk dat de gesprekken mij bezighouden. Kunnen we er eens over praten?"));
        await stage.SendAsync(officer, new WriteNoteCommand(cases[0].Id, "Drinkt de koffie zwart; afspraken liever na tien uur."));
        await stage.SendAsync(officer, new MakeReminderCommand(cases[0].Id, "Vragen hoe het gesprek bij de gemeente ging.", stage.RealToday.AddDays(3)));
    }

    /// <summary>Of the clients who wait for a volunteer it is known what may be told beforehand, and for one of them somebody is asked.</summary>
    private static async Task LookForVolunteersAsync(DemoStage stage, DemoCast cast)
    {
        await stage.GoToAsync(1);
        var coordinator = cast.Coordinators[0];
        var steps = await stage.ReadAsync(db => db.HumanTasks.Open().Where(t => t.Kind == HumanTaskKind.MatchVolunteer && t.Case.PausedAt == null && t.Case.Project.Coordinators.Any(c => c.AccountId == coordinator.Id))
            .Include(t => t.Case).OrderBy(t => t.OpenedAt).AsNoTracking().ToListAsync());
        foreach (var step in steps)
        {
            await stage.SendAsync(cast.Officers.Single(o => o.Id == step.Case.ProfessionalId), new SaveMatchProfileCommand
            {
                CaseId = step.CaseId, IsAgreed = true, AgreedOn = stage.Today, Help = [VolunteerActivityCategory.DoingThingsTogether, VolunteerActivityCategory.PracticalAdministration], Place = "Utrecht",
                AvailableOn = [WeekPart.TuesdayMorning, WeekPart.ThursdayAfternoon],
            });
        }

        foreach (var step in steps)
        {
            var free = await stage.ReadAsync(db => db.SuggestionsAsync(step.Case, Actor.System, stage.Today, CancellationToken.None));
            if (free.Count == 0) continue;
            await stage.SendAsync(coordinator, new AskVolunteerCommand(step.Id, free[0].VolunteerId, "Woont dichtbij en is handig met formulieren."));
            return;
        }
    }

    /// <summary>What goes on beside the work on the cases: a colleague took emergency access some days ago, another looks along, cover is arranged, and cases are handed over.</summary>
    private static async Task LookAlongAsync(DemoStage stage, DemoCast cast)
    {
        var (officer, colleague) = (cast.Officers[0], cast.Officers[1]);
        var cases = await stage.ReadAsync(db => db.Cases.Where(c => c.ProfessionalId == officer.Id && c.ClosedAt == null).OrderBy(c => c.Number).Take(2).ToListAsync());
        await stage.GoToAsync(4);
        await stage.SendAsync(colleague, new TakeBreakGlassCommand(cases[0].Number, BreakGlassCategory.NobodyReachable, "De politie belde over de cliënt; niemand nam op."));
        var today = stage.RealToday;
        await stage.SendAsync(officer, new GiveCaseAccessCommand(cases[1].Id, CaseAccessKind.Share, colleague.Id, today.AddDays(30), "Intervisie over de taakverdeling."));
        await stage.SendAsync(officer, new NameCoverCommand(null, colleague.Id, today.AddDays(20), today.AddDays(30)));
        var caseload = await stage.ReadAsync(db => db.Cases.Where(c => c.ProfessionalId == colleague.Id && c.ClosedAt == null).OrderBy(c => c.Number).Take(3).ToListAsync());
        await stage.SendAsync(colleague, new HandOverCasesCommand(
            null, officer.Id, today.AddDays(14), [.. caseload.Select(c => new CaseToHandOver(c.Id, "Bel bij een gemiste afspraak eerst de vrijwilliger. De cliënt spreekt liever af in de ochtend."))]));
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
