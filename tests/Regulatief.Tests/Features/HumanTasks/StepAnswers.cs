using Regulatief.Cases.Cases;
using Regulatief.Cases.Closures;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.SafetyChecks;
using Regulatief.Cases.StartContacts;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Tests.Features.HumanTasks;

/// <summary>The forms of the steps, filled in well and dully.</summary>
public static class StepAnswers
{
    public static InclusionCheckAnswers Inclusion => new()
    {
        NoSafetyRisk = CriterionAnswer.Yes,
        NoSafetyRiskReason = "Rustig in elk contact tot nu toe.",
        NeedsHelp = CriterionAnswer.Yes,
        NeedsHelpReason = "Heeft niemand die kan helpen met de post.",
        OpenToContact = CriterionAnswer.Yes,
        OpenToContactReason = "Vroeg er zelf om.",
        ClientsWords = "Ik wil wel iemand om mee te praten.",
    };

    public static StartContactAnswers StartContact(DateOnly on) => new()
    {
        HeldOn = on,
        Location = LocationType.ProbationOffice,
        Expectations = "Elke twee weken even bellen.",
        VolunteerExpertise = "Kent de buurt.",
        ProfessionalExpertise = "Kent de regels.",
    };

    public static SafetyCheckAnswers SafetyOf(LocationType location, bool isSafe) =>
        new() { Location = location, Considerations = "Wie er nog meer zijn.", Measures = "De eerste keer samen.", IsSafe = isSafe };

    public static MatchVolunteerAnswers Match(VolunteerId volunteer) =>
        new() { IsFound = true, VolunteerId = volunteer.Value, Motivation = "Houdt ook van koken.", AskedBy = "De coördinator, bij de koffie", AskedOn = new DateOnly(2026, 11, 24) };

    public static TaskDivisionAnswers Division(Guid goal, DateOnly today) => new()
    {
        Tasks =
        [
            new() { GoalId = goal, Description = "Samen naar het buurthuis", Owner = TaskOwner.Volunteer },
            new() { GoalId = goal, Description = "De gemeente bellen", Owner = TaskOwner.Professional },
        ],
        SharedVision = "Wij werken naast elkaar.",
        ClientContactTimes = 1,
        ClientContactPer = FrequencyPeriod.Week,
        ProfessionalContactTimes = 1,
        ProfessionalContactPer = FrequencyPeriod.Month,
        MeetingRhythmInWeeks = 8,
        FirstMeetingOn = today.AddDays(14),
        EvaluateFrom = today.AddMonths(6),
        Location = LocationType.ProbationOffice,
        ContactRoute = ContactRoute.Direct,
        BudgetInEuros = 150.50m,
        ClientAgrees = true,
        VolunteerAgrees = true,
        ProfessionalAgrees = true,
    };

    public static MeetingAnswers MeetingHeld(DateOnly on) => new()
    {
        WasHeld = true,
        HeldOn = on,
        Location = LocationType.ProbationOffice,
        Agenda = "Hoe het gaat.",
        Decisions = "De volgende keer samen koken.",
        PointsForNext = "De sollicitatie.",
    };

    public static MeetingAnswers MeetingMissed(DateOnly newDate) => new() { WasHeld = false, MissedReason = "De cliënt was ziek.", NextOn = newDate };

    public static EvaluationAnswers Evaluation(Guid goal, DateOnly on, EvaluationConclusion conclusion = EvaluationConclusion.NextRound) => new()
    {
        HeldOn = on,
        Goals = [new() { GoalId = goal, Progress = 4, Note = "Gaat twee keer per week." }],
        QualityOfLife = 7,
        ClientsWords = "Het gaat beter.",
        RelationWithVolunteer = 5,
        IsOnlyContact = false,
        Conditions = [.. Enum.GetValues<CooperationCondition>().Select(c => new ConditionAnswer { Condition = c, ByVolunteer = 4, ByProfessional = 3 })],
        ActivitiesByClient = [VolunteerActivityCategory.DoingThingsTogether],
        ActivitiesByVolunteer = [VolunteerActivityCategory.DoingThingsTogether, VolunteerActivityCategory.Talking],
        ClientSatisfaction = 5,
        VolunteerSatisfaction = 4,
        ProfessionalSatisfaction = 4,
        CooperationForm = CooperationForm.GoalDirected,
        Conclusion = conclusion,
        ConclusionReason = "Wij zijn op de goede weg.",
    };

    public static VolunteerHandoverAnswers Handover(VolunteerId successor, DateOnly today) => new()
    {
        LeftOn = today,
        LeaveReason = "Verhuist.",
        ToHandOver = "Koken op dinsdag.",
        HasSuccessor = true,
        SuccessorId = successor.Value,
        Motivation = "Woont dichtbij.",
        TransferOn = today.AddDays(3),
    };

    public static ClosureAnswers Closure => new()
    {
        Reason = ClosureReason.GoalsReached,
        Results = "Heeft werk.",
        Farewell = "Samen gegeten.",
        WhatRemains = "Het werk bij de kringloop.",
        RemainingContacts = "Een zus en twee collega's.",
        QualityOfLife = 8,
    };
}
