using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Closures;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Cases.Intakes;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.SafetyChecks;
using Regulatief.Cases.StartContacts;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Meetings;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Features.VolunteerActivities;

namespace Regulatief.Web.Hosting.Demo;

/// <summary>One case of the demo, played from its start to where it ends today.</summary>
internal sealed class DemoStory(DemoStage stage, DemoData data, DemoCast cast, int index)
{
    private const int MeetingRhythmInWeeks = 6;

    private readonly Account _officer = cast.Officers[index % 5 < 3 ? 0 : 1 + index % 2];
    private readonly Account _coordinator = cast.Coordinators[0];
    private CaseId _caseId;
    private Account? _volunteer;

    public async Task PlayAsync(DemoEnding ending)
    {
        foreach (var (daysAgo, step) in Script(ending))
        {
            await stage.GoToAsync(daysAgo);
            await step();
        }
    }

    /// <summary>What happens, and how many days before today. A case that is young today also began later.</summary>
    private IEnumerable<(int DaysAgo, Func<Task> Step)> Script(DemoEnding ending)
    {
        var steps = Beginning(ending).ToList();
        var (start, pace) = ending switch
        {
            DemoEnding.Intake => (3 + index % 3, 1),
            DemoEnding.IntakeOverdue => (24, 1),
            DemoEnding.MatchingOverdue => (40, 6),
            < DemoEnding.WorkingTogether => (steps.Count * 3 + index % 3, 3),
            _ => (150 + index, 5),
        };
        foreach (var (number, step) in steps.Index()) yield return (Math.Max(0, start - number * pace), step);
        if (ending < DemoEnding.WorkingTogether) yield break;

        foreach (var later in WorkingTogether(ending, start - steps.Count * pace)) yield return later;
    }

    private int LastTalk(DemoEnding ending) => ending switch
    {
        DemoEnding.MeetingOverdue => 55,
        DemoEnding.MeetingMissed => 40,
        // A few meet soon, so that there is something to agree on.
        _ => index % 4 == 0 ? 30 : 20 + index % 8,
    };

    private IEnumerable<Func<Task>> Beginning(DemoEnding ending)
    {
        yield return StartAsync;
        if (ending is DemoEnding.Intake or DemoEnding.IntakeOverdue) yield break;
        yield return IntakeAsync;
        if (ending == DemoEnding.InclusionCheck) yield break;
        yield return () => IncludeAsync(ending switch
        {
            DemoEnding.MoreInformation => CriterionAnswer.Unknown,
            DemoEnding.NotIncluded => CriterionAnswer.No,
            _ => CriterionAnswer.Yes,
        });
        if (ending is DemoEnding.MoreInformation or DemoEnding.NotIncluded or DemoEnding.Matching or DemoEnding.MatchingOverdue) yield break;
        yield return () => MatchAsync(isFound: ending != DemoEnding.NoVolunteer);
        if (ending is DemoEnding.NoVolunteer or DemoEnding.StartContact) yield break;
        yield return StartContactAsync;
        if (ending == DemoEnding.SafetyCheck) yield break;
        yield return SafetyAsync;
        if (ending == DemoEnding.TaskDivision) yield break;
        yield return () => DivideTasksAsync(ending < DemoEnding.WorkingTogether ? 14 : -LastTalk(ending) - 42);
        if (ending == DemoEnding.AgreementNotProposed) yield break;
        yield return () => AgreeAsync(ending);
    }

    private IEnumerable<(int DaysAgo, Func<Task> Step)> WorkingTogether(DemoEnding ending, int daysAgo)
    {
        var lastTalk = LastTalk(ending);
        // In some cases nothing was logged for weeks, so that there is a silence to ask after.
        var logged = index % 7 == 1 ? 7 : int.MaxValue;
        for (var activity = 0; daysAgo - activity * 12 > 2 && activity < logged; activity++)
        {
            var number = activity;
            yield return (daysAgo - activity * 12, () => LogActivityAsync(number));
        }

        // Activities were played first; the clock goes back for the talks, which no activity depends on.
        yield return (Math.Max(lastTalk + 42, 1), () => MeetAsync(evaluate: false));
        yield return (lastTalk, () => MeetAsync(evaluate: ending is DemoEnding.Evaluation or DemoEnding.SecondRound or DemoEnding.Closure or DemoEnding.Closed));
        switch (ending)
        {
            case DemoEnding.SignalNoted or DemoEnding.SignalDiscussed or DemoEnding.SignalShared or DemoEnding.SignalUnderException:
                yield return (3, () => SignalAsync(ending));
                break;
            case DemoEnding.MeetingMissed:
                yield return (0, MissAsync);
                break;
            case DemoEnding.Paused:
                yield return (6, () => stage.SendAsync(_officer, new PauseCaseCommand(_caseId, "De cliënt is opgenomen voor een operatie.")));
                break;
            case DemoEnding.VolunteerLeaves:
                yield return (4, () => stage.SendAsync(_coordinator, new LetVolunteerLeaveCommand(_caseId, "Verhuist naar het noorden.")));
                break;
            case DemoEnding.AgreementWithdrawn:
                yield return (5, WithdrawAsync);
                break;
            case DemoEnding.SecondRound:
                yield return (14, () => EvaluateAsync(EvaluationConclusion.NextRound));
                yield return (10, () => DivideTasksAsync(21));
                yield return (8, () => AgreeAsync(ending));
                break;
            case DemoEnding.Closure:
                yield return (6, () => EvaluateAsync(EvaluationConclusion.Close));
                break;
            case DemoEnding.Closed:
                yield return (12, () => EvaluateAsync(EvaluationConclusion.Close));
                yield return (5 + index % 5, CloseAsync);
                break;
        }

        yield return (0, ArrangeNextAsync);
    }

    private async Task StartAsync()
    {
        var client = data.Clients[index];
        var started = await stage.SendAsync(_officer, new StartCaseCommand
        {
            FirstName = client.First,
            LastName = client.Last,
            BornOn = client.BornOn,
            ProjectId = cast.Projects[index % cast.Projects.Count].Id.Value,
            Goals = [.. Enumerable.Range(0, 3).Select(i => Of(data.Goals, i)).Select(g => new StartCaseGoal { Text = g.Text, Kind = g.Kind, LifeDomain = g.LifeDomain })],
        });
        _caseId = started.CaseId;
        if (index == 0) await stage.GiveAccountAsync(_caseId, cast.ByRole[AccountRole.Client]);
    }

    private Task IntakeAsync() => stage.CompleteAsync(_caseId, HumanTaskKind.Intake, _officer, new IntakeAnswers
    {
        GoesOn = true,
        HelpNeeds = Of(data.HelpNeeds),
        WhyVolunteer = Of(data.WhyVolunteer),
        WishesForVolunteer = index % 2 == 0 ? "Iemand die rustig is en goed luistert." : null,
        QualityOfLife = 3 + index % 4,
        CooperationForm = CooperationForm.GoalDirected,
    });

    private Task IncludeAsync(CriterionAnswer openToContact) => stage.CompleteAsync(_caseId, HumanTaskKind.InclusionCheck, _officer, new InclusionCheckAnswers
    {
        NoSafetyRisk = CriterionAnswer.Yes,
        NoSafetyRiskReason = "Rustig in het contact; er is geen dreiging geweest.",
        NeedsHelp = CriterionAnswer.Yes,
        NeedsHelpReason = "Weinig netwerk, en praktische zaken die blijven liggen.",
        OpenToContact = openToContact,
        OpenToContactReason = openToContact switch
        {
            CriterionAnswer.No => "Wil geen vrijwilliger; vindt de gesprekken met de professional genoeg.",
            CriterionAnswer.Unknown => "Wil er eerst met de familie over praten.",
            _ => "Heeft zelf om iemand gevraagd om mee te praten.",
        },
        ClientsWords = Of(data.HelpNeeds),
    });

    private async Task MatchAsync(bool isFound)
    {
        var candidate = isFound ? await stage.ReadAsync(db => FreeVolunteerAsync(db)) : null;
        await stage.CompleteAsync(_caseId, HumanTaskKind.MatchVolunteer, _coordinator, candidate is null
            ? new MatchVolunteerAnswers { IsFound = false, NoMatchReason = "Iedereen in de regio heeft al een koppeling." }
            : new MatchVolunteerAnswers { IsFound = true, VolunteerId = candidate.Id.Value, Motivation = "Woont in de buurt en heeft overdag tijd.", AskedBy = "De coördinator, bij de kennismaking", AskedOn = stage.Today });
        if (candidate is not null) _volunteer = await stage.ReadAsync(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Id == candidate.AccountId));
    }

    private async Task<Volunteer?> FreeVolunteerAsync(RegulatiefDbContext db)
    {
        var projectId = cast.Projects[index % cast.Projects.Count].Id;
        var candidates = await db.Volunteers.AsNoTracking().Where(v => v.ProjectId == projectId && v.IsActive).OrderBy(v => v.Id).ToListAsync();
        var load = await db.VolunteerAssignments.Where(a => a.Until == null).GroupBy(a => a.VolunteerId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync();
        return candidates.Find(v => v.HasValidDeclarationOn(stage.Today) && (load.Find(l => l.Key == v.Id)?.Count ?? 0) < v.Capacity - 1); // everyone keeps room for one more
    }

    private Task StartContactAsync() => stage.CompleteAsync(_caseId, HumanTaskKind.StartContact, _officer, new StartContactAnswers
    {
        HeldOn = stage.Today,
        Location = LocationType.ProbationOffice,
        Expectations = "Elkaar elke twee weken kort bellen; zorgen meteen bespreken.",
        VolunteerExpertise = "Luisteren, praktische hulp.",
        ProfessionalExpertise = "Het toezicht, de bijzondere voorwaarden, contact met instanties.",
    });

    private Task SafetyAsync() => stage.CompleteAsync(_caseId, HumanTaskKind.SafetyCheck, _officer, new SafetyCheckAnswers
    {
        Location = LocationType.PublicPlace,
        Considerations = "Ontmoeten in de bibliotheek of buiten; nog niet thuis.",
        Measures = "De vrijwilliger stuurt na afloop een bericht.",
        IsSafe = true,
    });

    /// <param name="firstTalkFromNow">In days from the real today; negative for a talk in the demo's past.</param>
    private async Task DivideTasksAsync(int firstTalkFromNow)
    {
        var goals = await stage.ReadAsync(db => db.Cases.Where(c => c.Id == _caseId).SelectMany(c => c.Goals).OrderBy(g => g.AddedAt).Select(g => g.Id).ToListAsync());
        await stage.CompleteAsync(_caseId, HumanTaskKind.TaskDivision, _officer, new TaskDivisionAnswers
        {
            Tasks = [.. goals.SelectMany((goal, i) => new[] { Of(data.Tasks, i * 2), Of(data.Tasks, i * 2 + 1) }
                .Select(task => new DividedTaskAnswer { GoalId = goal.Value, Description = task.Text, Owner = task.Owner }))],
            SharedVision = "De cliënt bepaalt het tempo; wij staan ernaast.",
            ClientContactTimes = 1,
            ClientContactPer = FrequencyPeriod.TwoWeeks,
            ProfessionalContactTimes = 1,
            ProfessionalContactPer = FrequencyPeriod.TwoWeeks,
            MeetingRhythmInWeeks = MeetingRhythmInWeeks,
            FirstMeetingOn = WorkingCalendar.OfLaw.Add(stage.RealToday.AddDays(firstTalkFromNow), 0),
            EvaluateFrom = stage.Today.AddDays(150),
            Location = LocationType.PublicPlace,
            ContactRoute = ContactRoute.Direct,
            BudgetInEuros = 75,
            ClientAgrees = true,
            VolunteerAgrees = true,
            ProfessionalAgrees = true,
        });
    }

    private async Task AgreeAsync(DemoEnding ending)
    {
        var proposed = await stage.SendAsync(_officer, new ProposeAgreementCommand(_caseId, new AgreementProposal
        {
            Purpose = "Samen werken aan de doelen, en op tijd zien wanneer het minder gaat.",
            NeverShared = "Wat over familie en geloof is verteld.",
            DiscussFirst = "De vrijwilliger bespreekt een zorg eerst met de cliënt, bij het wekelijkse contact.",
            ValidFrom = stage.Today,
            ValidUntil = ending == DemoEnding.MeetingMissed ? stage.RealToday.AddDays(25) : stage.Today.AddYears(1),
            Categories =
            [
                new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] },
                new ProposedCategory { Category = InformationCategory.ContactAndAttendance, Recipients = [CaseRole.Professional, CaseRole.Volunteer] },
                new ProposedCategory { Category = InformationCategory.PlanGoals, Recipients = [CaseRole.Volunteer] },
            ],
        }));
        await stage.SendAsync(_officer, new SignAgreementCommand(proposed.AgreementId));
        if (ending == DemoEnding.AgreementToSign) return;
        if (ending == DemoEnding.AgreementRefused)
        {
            await stage.SendAsync(_volunteer!, new RefuseAgreementCommand(proposed.AgreementId, "Ik wil dat er duidelijker staat wat ik niet hoef te vertellen."));
            return;
        }

        await stage.SendAsync(_officer, new SignAgreementCommand(proposed.AgreementId, ForClient: true, InOwnWords: "Als het slechter gaat, praat hij eerst met mij.", ClientConfirms: true));
        await stage.SendAsync(_volunteer!, new SignAgreementCommand(proposed.AgreementId));
    }

    private Task<Guid> LogActivityAsync(int number)
    {
        var activity = Of(data.Activities, number);
        return stage.SendAsync(_volunteer!, new LogVolunteerActivityCommand(
            _caseId, activity.Category, stage.Today, activity.Minutes, activity.Location, GoalId: null, Cost: number % 3 == 0 ? 4.50m : null, activity.Note));
    }

    private async Task SignalAsync(DemoEnding ending)
    {
        var signal = Of(data.Signals);
        var signalId = await stage.SendAsync(_volunteer!, new NoteRiskSignalCommand(
            _caseId, signal.Kind, signal.Observation, signal.Severity, stage.Today.AddDays(-1), signal.ObservedIn, signal.Place));
        if (ending == DemoEnding.SignalNoted) return;
        if (ending == DemoEnding.SignalUnderException)
        {
            var danger = new SharingException(SharingGround.AcuteDanger, "Er was dreiging tegen iemand in het huis, en geen tijd om het eerst te bespreken.");
            await stage.SendAsync(_volunteer!, new ShareRiskSignalCommand(signalId, CaseRole.Professional, danger));
            await stage.SendAsync(_officer, new AcknowledgeRiskSignalCommand(signalId));
            return;
        }

        await stage.SendAsync(_volunteer!, new DiscussRiskSignalCommand(
            signalId, stage.Today, new TimeOnly(9, 30), DiscussionManner.FaceToFace, [CaseRole.Professional], "Wat ik zag, en dat ik het doorgeef.", signal.Reaction));
        if (ending == DemoEnding.SignalShared) await stage.SendAsync(_volunteer!, new ShareRiskSignalCommand(signalId, CaseRole.Professional, null));
    }

    private Task MeetAsync(bool evaluate) => stage.CompleteAsync(_caseId, HumanTaskKind.Meeting, _officer, new MeetingAnswers
    {
        WasHeld = true,
        HeldOn = stage.Today,
        Location = LocationType.ProbationOffice,
        Agenda = Of(data.Agendas),
        Decisions = Of(data.Decisions, evaluate ? 1 : 0),
        Actions = index % 2 == 0 || stage.Today < stage.RealToday.AddDays(-30) ? [] :
        [
            new() { What = "De formulieren van de gemeente samen invullen.", Owner = CaseRole.Volunteer, DueOn = WorkingCalendar.OfLaw.Add(stage.RealToday, 4) },
            new() { What = "Bellen met de woningbouwvereniging.", Owner = CaseRole.Client, DueOn = WorkingCalendar.OfLaw.Add(stage.RealToday, 6) },
        ],
        EvaluateNow = evaluate,
        NextOn = evaluate ? null : stage.Today.AddDays(7 * MeetingRhythmInWeeks),
    });

    /// <summary>Of those who meet soon one third agreed on a time, one third was proposed one, and one third has a day.</summary>
    private async Task ArrangeNextAsync()
    {
        var next = await stage.ReadAsync(db => db.Meetings.Ahead(stage.Today).Where(m => m.CaseId == _caseId && m.Case.PausedAt == null && m.Case.ClosedAt == null)
            .Select(m => new { m.Id, m.PlannedOn }).FirstOrDefaultAsync());
        if (next is null || index % 3 == 2) return;

        var day = next.PlannedOn > stage.Today ? next.PlannedOn : WorkingCalendar.OfLaw.Add(stage.Today, 1);
        // The demo's client is asked too.
        var proposer = index % 3 == 0 && index > 0 ? _officer : _volunteer!;
        var proposal = await stage.SendAsync(proposer, new ProposeMeetingCommand(
            next.Id, day, new TimeOnly(9 + index % 8, 0), 60, LocationType.PublicPlace, "Bibliotheek, studieruimte", null, Despite: true));
        if (proposer != _officer) return;
        await stage.SendAsync(_volunteer!, new AgreeToMeetingCommand(next.Id, proposal, ForClient: false));
        await stage.SendAsync(_officer, new AgreeToMeetingCommand(next.Id, proposal, ForClient: true));
    }

    private Task MissAsync() => stage.CompleteAsync(_caseId, HumanTaskKind.Meeting, _officer, new MeetingAnswers
    {
        WasHeld = false,
        MissedReason = "De cliënt was ziek en kon niet afbellen.",
        NextOn = WorkingCalendar.OfLaw.Add(stage.Today.AddDays(10), 0),
    });

    private async Task EvaluateAsync(EvaluationConclusion conclusion)
    {
        var goals = await stage.ReadAsync(db => db.Cases.Where(c => c.Id == _caseId).SelectMany(c => c.Goals).Where(g => g.EndedAt == null).Select(g => g.Id).ToListAsync());
        await stage.CompleteAsync(_caseId, HumanTaskKind.Evaluation, _officer, new EvaluationAnswers
        {
            HeldOn = stage.Today,
            Goals = [.. goals.Select((goal, i) => new GoalProgressAnswer { GoalId = goal.Value, Progress = 2 + (index + i) % 4 })],
            QualityOfLife = 5 + index % 4,
            ClientsWords = Of(data.EvaluationWords),
            RelationWithVolunteer = 4,
            IsOnlyContact = index % 6 == 0,
            Conditions = [.. Enum.GetValues<CooperationCondition>().Select((c, i) => new ConditionAnswer { Condition = c, ByVolunteer = 3 + (index + i) % 3, ByProfessional = 3 + i % 3 })],
            ActivitiesByClient = [VolunteerActivityCategory.DoingThingsTogether, VolunteerActivityCategory.Talking],
            ActivitiesByVolunteer = [VolunteerActivityCategory.DoingThingsTogether, VolunteerActivityCategory.PracticalAdministration],
            ActivitiesByProfessional = [VolunteerActivityCategory.PracticalAdministration],
            ClientSatisfaction = 4,
            VolunteerSatisfaction = 4,
            ProfessionalSatisfaction = 3 + index % 3,
            CooperationForm = CooperationForm.GoalDirected,
            Conclusion = conclusion,
            ConclusionReason = conclusion == EvaluationConclusion.Close ? "De doelen zijn grotendeels gehaald." : "Het gaat goed; er is nog werk aan de dagbesteding.",
        });
    }

    private Task CloseAsync()
    {
        var closure = Of(data.Closures);
        return stage.CompleteAsync(_caseId, HumanTaskKind.Closure, _officer, new ClosureAnswers
        {
            Reason = closure.Reason, Results = closure.Results, Farewell = "Met zijn drieën koffie gedronken en teruggekeken.",
            WhatRemains = closure.WhatRemains, RemainingContacts = "De buurvrouw en een oud-collega.", QualityOfLife = 7,
        });
    }

    private async Task WithdrawAsync()
    {
        var agreementId = await stage.ReadAsync(db => db.Agreements.SignedOf(_caseId).Select(a => a.Id).SingleAsync());
        await stage.SendAsync(_volunteer!, new WithdrawAgreementCommand(agreementId, "Ik wil eerst opnieuw bespreken wat ik doorgeef."));
    }

    private T Of<T>(IReadOnlyList<T> words, int offset = 0) => words[(index + offset) % words.Count];
}
