using System.Text.RegularExpressions;
using MediatR;
using Mono.Cecil;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Architecture;

/// <summary>Whatever a person sees or changes of a client is asked for by who they are: no feature reads the whole of a set, and no request goes round it.</summary>
public sealed partial class NeedToKnowTests
{
    private const string Figures = "Counts, for a manager: nothing of any one case.";
    private const string NumberOnly = "The number of a case alone, for who keeps the machinery running or is told that something is late.";
    private const string ByTheSystem = "The system keeps a promise or clears away; nobody is shown anything.";
    private const string OwnRows = "The actor's own rows, or those of cases narrowed in the same statement.";
    private const string MadeHere = "Whether the case that is being made may be; it shows nothing.";
    private const string AboutLooks = "A notice to who is asked about a look, or has to know of a damaged log: nothing of a case.";
    private const string AboutAccounts = "A notice about an account: nothing of a case.";
    private const string ByAnAdministrator = "An administrator ends or opens an account and is told a number.";

    private const string Settings = "Who is told of what is late in a project: nothing of any case.";

    private const string TermsOnly = "Numbers of cases and when their terms end, for who decides whether they go; nothing of any client.";

    /// <summary>Raw uses that stay, by file and set. The list only shrinks.</summary>
    private static readonly Dictionary<string, string> RawUses = new()
    {
        ["AnswerAuditQuestion.cs: Notices"] = OwnRows,
        ["Caseload.cs: Cases"] = Figures,
        ["Caseload.cs: Escalations"] = Figures,
        ["ClearAway.cs: CaseSearches"] = ByTheSystem,
        ["ClearAway.cs: Notices"] = ByTheSystem,
        ["DeactivateAccount.cs: Cases"] = ByAnAdministrator,
        ["DecideErasure.cs: Cases"] = TermsOnly,
        ["DefinitionList.cs: Notices"] = OwnRows,
        ["DefinitionUsage.cs: Cases"] = NumberOnly,
        ["EndCaseAccess.cs: CaseAccesses"] = OwnRows,
        ["FindCases.cs: CaseSearches"] = OwnRows,
        ["FindCases.cs: Meetings"] = OwnRows,
        ["FindExceptions.cs: ExceptionReviews"] = OwnRows,
        ["FindWhatStandsOut.cs: Cases"] = "Who may have had reason to look; a privacy officer is shown numbers alone.",
        ["HandleEscalation.cs: Escalations"] = "The others of one that the actor was told: they end with it.",
        ["IncidentsPage.cs: Cases"] = NumberOnly,
        ["IncidentsPage.cs: RiskSignals"] = NumberOnly,
        ["ListVolunteers.cs: VolunteerAssignments"] = OwnRows,
        ["MigrationPage.cs: Cases"] = NumberOnly,
        ["MigrationProgress.cs: Cases"] = NumberOnly,
        ["MyAccount.cs: Notices"] = OwnRows,
        ["OfficerWork.cs: Timeline"] = OwnRows,
        ["PerformDueWork.cs: Cases"] = ByTheSystem,
        ["PerformDueWork.cs: HumanTasks"] = ByTheSystem,
        ["PromiseAgreementEnds.cs: Agreements"] = ByTheSystem,
        ["RecordAuditVerification.cs: Notices"] = AboutLooks,
        ["StartCase.cs: Cases"] = MadeHere,
        ["StartCase.cs: Clients"] = OwnRows,
        ["TakeMail.cs: Meetings"] = ByTheSystem,
        ["VolunteerWork.cs: Meetings"] = OwnRows,
        ["VolunteerWork.cs: VolunteerActivities"] = OwnRows,
        ["WorkParts.cs: Cases"] = NumberOnly,
        ["WorkParts.cs: Meetings"] = OwnRows,
    };

    /// <summary>Requests that touch content and ask for nobody. The list only shrinks.</summary>
    private static readonly Dictionary<string, string> NotAsked = new()
    {
        ["AnswerAuditQuestionCommand"] = AboutLooks,
        ["AskAboutLooksCommand"] = AboutLooks,
        ["CaseloadQuery"] = Figures,
        ["GiveRoleCommand"] = AboutAccounts,
        ["TellOfNoticesCommand"] = ByTheSystem,
        ["NoticesToTellQuery"] = ByTheSystem,
        ["SaveNoticeMailingCommand"] = OwnRows,
        ["SaveProfileCommand"] = OwnRows,
        ["TakeRoleCommand"] = AboutAccounts,
        ["ClearAwayCommand"] = ByTheSystem,
        ["ConfirmFederatedCommand"] = AboutAccounts,
        ["CreateAccountCommand"] = ByAnAdministrator,
        ["DeactivateAccountCommand"] = ByAnAdministrator,
        ["DecideErasureCommand"] = TermsOnly,
        ["DefinitionBusynessQuery"] = Figures,
        ["DefinitionListQuery"] = OwnRows,
        ["DefinitionUsageQuery"] = NumberOnly,
        ["ErasurePageQuery"] = TermsOnly,
        ["FinishRetentionReviewCommand"] = TermsOnly,
        ["IncidentsPageQuery"] = NumberOnly,
        ["InviteAgainCommand"] = AboutAccounts,
        ["InviteVolunteerCommand"] = AboutAccounts,
        ["LogInFederatedCommand"] = AboutAccounts,
        ["MakeRetentionReviewCommand"] = TermsOnly,
        ["ListLaddersQuery"] = Settings,
        ["MigrationPageQuery"] = NumberOnly,
        ["MigrationProgressQuery"] = NumberOnly,
        ["MyAccountQuery"] = OwnRows,
        ["PerformDueWorkCommand"] = ByTheSystem,
        ["PromiseAgreementEndsCommand"] = ByTheSystem,
        ["PromiseSilencesCommand"] = ByTheSystem,
        ["RecordAuditVerificationCommand"] = AboutLooks,
        ["ReopenAccountCommand"] = AboutAccounts,
        ["RetentionListQuery"] = TermsOnly,
        ["SaveLadderCommand"] = Settings,
        ["StopEscalationBatchCommand"] = OwnRows,
        ["TakeBackEscalationBatchCommand"] = OwnRows,
        ["TakeAwayFactorCommand"] = AboutAccounts,
        ["TakeMailCommand"] = ByTheSystem,
    };

    /// <summary>Which of a colleague's tasks are theirs in a list of cases that was asked for; and the volunteers of a project, which are no cases.</summary>
    private static readonly string[] SaidBeside = ["HumanTaskQueries.cs", "VolunteerQueries.cs"];

    /// <summary>What asks, given who acts.</summary>
    private static readonly HashSet<string> Asks = new(StringComparer.Ordinal)
    {
        "VisibleTo", "WorkedOnBy", "ExceptionsVisibleTo", "NotKeptOut", "CaseForChangeAsync", "CaseToGuardAsync", "SignalForChangeAsync", "OwnSignalForChangeAsync",
        "SignalToHandleAsync", "TaskToCompleteAsync", "MeetingForChangeAsync", "ProposalForChangeAsync", "CoverNamedBy", "HandedOverBy", "HandoverForChangeAsync", "AssignedBy", "ExtendedBy", "TermsKnownTo",
        "TakenOverByAsync", "NotesTakenAlongByAsync",
    };

    private static readonly string[] Content =
    [
        "Agreements", "ClientRequests", "Clients", "Closures", "Contacts", "Escalations", "Evaluations", "FollowUps", "HumanTasks", "InclusionChecks", "Intakes", "Meetings", "Notices", "Reminders", "RiskSignals",
        "SafetyChecks", "StartContacts", "TaskDivisions",
    ];

    private static readonly List<Type> Handlers = [.. Code.Web.GetTypes().Where(type => !type.IsAbstract && RequestOf(type) is not null)];

    [Fact]
    public void Features_ReadNoWholeSetOfClientContent() =>
        FeatureFiles().SelectMany(file => RawIn(file.Text).Select(set => $"{file.Name}: {set}")).Distinct().Except(RawUses.Keys).ShouldBeEmpty();

    [Fact]
    public void RawUses_OnlyShrink() => RawUses.Keys.Except(FeatureFiles().SelectMany(file => RawIn(file.Text).Select(set => $"{file.Name}: {set}"))).ShouldBeEmpty();

    [Fact]
    public void Control_AWholeSetIsSeen()
    {
        RawIn("var all = await db.Cases.Where(c => c.Number == 1).ToListAsync();").ShouldBe(["Cases"]);
        RawIn("var own = await db.RiskSignals.VisibleTo(actor).ToListAsync();").ShouldBeEmpty();
        RawIn("var @case = await db.Cases.VisibleTo(actor).GetAsync(id); var held = await db.Meetings.Where(m => m.CaseId == @case.Id).ToListAsync();").ShouldBeEmpty();
        RawIn("var held = await db.Meetings.Where(m => m.CaseId == @case.Id).ToListAsync();").ShouldBe(["Meetings"], "a case that nobody asked for");
        FeatureFiles().Count().ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Requests_ThatTouchClientContent_AskByWhoActs() =>
        Handlers.Where(handler => Touches(handler) && !IsAsked(handler)).Select(handler => RequestOf(handler)!.Name).Except(NotAsked.Keys).ShouldBeEmpty();

    [Fact]
    public void NotAsked_OnlyShrinks() =>
        NotAsked.Keys.Except(Handlers.Where(handler => Touches(handler) && !IsAsked(handler)).Select(handler => RequestOf(handler)!.Name)).ShouldBeEmpty();

    [Fact]
    public void Control_ARequestThatAsksAndOneThatDoesNotAreSeen()
    {
        var asking = Handlers.Single(handler => RequestOf(handler) == typeof(FindCasesQuery));
        (Touches(asking), IsAsked(asking)).ShouldBe((true, true));
        (Touches(typeof(CarelessHandler)), IsAsked(typeof(CarelessHandler))).ShouldBe((true, false));
    }

    [Fact]
    public void Rights_AreSaidInOnePlace() => CasesFiles().Where(file => SaysARight().IsMatch(file.Text)).Select(file => file.Name).ShouldBe(SaidBeside.Append("NeedToKnow.cs"), ignoreOrder: true);

    [Fact]
    public void Control_ARightSaidElsewhereIsSeen() => SaysARight().IsMatch("signals.Where(s => actor.ActsFor.Contains(s.Case.ProfessionalId))").ShouldBeTrue();

    private static Type? RequestOf(Type handler) => handler.GetInterfaces()
        .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)).Select(i => i.GenericTypeArguments[0]).FirstOrDefault();

    /// <summary>What it reads or changes of a case, be it by parts that it shares with others of its feature.</summary>
    private static bool Touches(Type handler) => PartsOf(handler).SelectMany(Code.UsedBy).Any(name =>
        (Content.Any(folder => name.StartsWith($"Regulatief.Cases.{folder}.", StringComparison.Ordinal)) || name is "Regulatief.Cases.Cases.Case" or "Regulatief.Cases.Volunteers.VolunteerActivity")
        && !name.EndsWith("Id", StringComparison.Ordinal) && !name.EndsWith("Kind", StringComparison.Ordinal) && !name.EndsWith("Status", StringComparison.Ordinal));

    private static bool IsAsked(Type handler) =>
        PartsOf(handler).SelectMany(Code.InstructionsOf).Any(instruction => instruction.Operand is MethodReference method && Asks.Contains(method.Name));

    /// <summary>The handler and what of its own feature it is made of.</summary>
    private static HashSet<TypeDefinition> PartsOf(Type handler)
    {
        var types = Code.TypesOf(handler.Assembly).Where(type => type.Namespace == handler.Namespace).ToDictionary(type => type.FullName);
        HashSet<TypeDefinition> parts = [];
        Queue<TypeDefinition> ahead = new([Code.DefinitionOf(handler)]);
        while (ahead.TryDequeue(out var part))
        {
            if (!parts.Add(part)) continue;
            // Another request's handler is no part of this one.
            foreach (var used in Code.UsedBy(part))
                if (types.TryGetValue(used, out var type) && !type.Name.EndsWith("Handler", StringComparison.Ordinal)) ahead.Enqueue(type);
        }

        return parts;
    }

    private static IEnumerable<string> RawIn(string text) => Use().Matches(text).Where(use => IsRaw(text, use)).Select(use => use.Groups[1].Value).Distinct();

    private static bool IsRaw(string text, Match use)
    {
        var rest = text[(use.Index + use.Length)..];
        if (AsksNext().IsMatch(rest)) return false;
        var statement = rest[..(rest.IndexOf(';', StringComparison.Ordinal) is var end and >= 0 ? end : rest.Length)];
        return !(NamesWhatWasAskedFor().IsMatch(statement) && AskedFor().IsMatch(text));
    }

    private static IEnumerable<(string Name, string Text)> FeatureFiles() => Files("Regulatief.Web", "Features");

    private static IEnumerable<(string Name, string Text)> CasesFiles() => Files("Regulatief.Cases");

    private static IEnumerable<(string Name, string Text)> Files(params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine([Repository.Root, "src", .. folder]), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    [GeneratedRegex(@"\b[dD]b\.(Cases|Clients|ClientCorrections|RiskSignals|DangerCalls|Disclosures|HumanTasks|Agreements|VolunteerActivities|Intakes|InclusionChecks|StartContacts|SafetyChecks|TaskDivisions|ClientRequests|Meetings|Evaluations|Closures|ExceptionReviews|TaskDrafts|FollowUps|Escalations|Timeline|VolunteerAssignments|Handovers|Notices|AuditEntries|CaseAccesses|CaseHandovers|CaseSearches)\b(?!\()")]
    private static partial Regex Use();

    /// <summary>By who acts; or it makes or removes rows that it has.</summary>
    [GeneratedRegex(@"^\s*\.(VisibleTo|WorkedOnBy|HandedOverBy|AssignedBy|ExtendedBy|TermsKnownTo|ReadBy|ExceptionsVisibleTo|KnownTo|KnownToAll|Of|Add|AddRange|Remove|RemoveRange)\(|^\s*\.Where\(NeedToKnow\.")]
    private static partial Regex AsksNext();

    [GeneratedRegex(@"@case\b|\btask\.|\bsignal\.|\bagreement\.|\bmeeting\.")]
    private static partial Regex NamesWhatWasAskedFor();

    /// <summary>The case or row was asked for in the same file, or is handed to a part of one.</summary>
    [GeneratedRegex(@"\b(VisibleTo|WorkedOnBy|CaseForChangeAsync|CaseToGuardAsync|CaseToLookIntoAsync|SignalForChangeAsync|OwnSignalForChangeAsync|SignalToHandleAsync|TaskToCompleteAsync)\(|\(Case @case\b|, Case @case\b|RiskSignal signal\b")]
    private static partial Regex AskedFor();

    [GeneratedRegex(@"ActsFor\.Contains\(\w+(\.Case)?\.ProfessionalId\)|Coordinators\.Any\(\w+ => (\w+\.AccountId == actor\.AccountId|actor\.ActsFor\.Contains\(\w+\.AccountId\))\)|Assignments\.Any\(\w+ => \w+\.Until == null && \w+\.Volunteer\.AccountId")]
    private static partial Regex SaysARight();

    private sealed record CarelessQuery : IRequest<int>;

    private sealed class CarelessHandler(Regulatief.Cases.Persistence.RegulatiefDbContext db) : IRequestHandler<CarelessQuery, int>
    {
        public Task<int> Handle(CarelessQuery request, CancellationToken cancellationToken) => Task.FromResult(db.Set<Case>().Count());
    }
}
