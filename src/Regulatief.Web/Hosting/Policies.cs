using Microsoft.AspNetCore.Authorization;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting;

/// <summary>Who may reach an action at all. What they may see there is decided by <c>VisibleTo</c>.</summary>
internal static class Policies
{
    /// <summary>Anyone with an account.</summary>
    public const string LoggedIn = nameof(LoggedIn);

    /// <summary>Those who work on cases as a party: professional, coordinator, volunteer, client.</summary>
    public const string PartyOfCases = nameof(PartyOfCases);

    /// <summary>Those who stand beside the client: professional, coordinator, volunteer.</summary>
    public const string AroundClient = nameof(AroundClient);

    /// <summary>Those who may see a case: the parties, and a manager who has a reason.</summary>
    public const string CaseReaders = nameof(CaseReaders);

    /// <summary>The same without the client.</summary>
    public const string ActivityReaders = nameof(ActivityReaders);

    /// <summary>Professionals, coordinators and managers: those who cover for each other, and who may look into a case that is not their work.</summary>
    public const string Staff = nameof(Staff);

    /// <summary>Those who say who may see a case.</summary>
    public const string CaseGuards = nameof(CaseGuards);

    /// <summary>Those who decide on an erasure that another proposed.</summary>
    public const string ErasureDeciders = nameof(ErasureDeciders);

    /// <summary>Volunteers, and those who coordinate them.</summary>
    public const string SupportOfVolunteers = nameof(SupportOfVolunteers);

    public const string ProbationOfficer = nameof(ProbationOfficer);
    public const string Coordinator = nameof(Coordinator);

    /// <summary>Professionals and coordinators: those who start, find and steer cases.</summary>
    public const string CaseWorkers = nameof(CaseWorkers);

    /// <summary>Those who say which colleague does a task: coordinators and managers.</summary>
    public const string TaskGivers = nameof(TaskGivers);

    /// <summary>Those who are told of what is late: coordinators, and further up the line managers and administrators.</summary>
    public const string ToldOfLateness = nameof(ToldOfLateness);

    /// <summary>Those who say who is told of what is late, and when.</summary>
    public const string LadderKeepers = nameof(LadderKeepers);

    /// <summary>Those who say on which days the organisation is closed.</summary>
    public const string CalendarKeepers = nameof(CalendarKeepers);

    /// <summary>Those whom acute danger is called out to: the same, and professionals.</summary>
    public const string CalledForDanger = nameof(CalledForDanger);
    public const string Volunteer = nameof(Volunteer);
    public const string Client = nameof(Client);
    public const string Designer = nameof(Designer);
    public const string Manager = nameof(Manager);
    public const string PrivacyOfficer = nameof(PrivacyOfficer);
    public const string Administrator = nameof(Administrator);

    /// <summary>The system that workflows ask tasks of: no account, but the key that both hold.</summary>
    public const string OutsideSystem = nameof(OutsideSystem);

    public static void AddTo(AuthorizationOptions options)
    {
        options.AddPolicy(LoggedIn, policy => policy.RequireAuthenticatedUser());
        options.AddPolicy(PartyOfCases, Roles(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer, AccountRole.Client));
        options.AddPolicy(AroundClient, Roles(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer));
        options.AddPolicy(CaseWorkers, Roles(AccountRole.ProbationOfficer, AccountRole.Coordinator));
        options.AddPolicy(TaskGivers, Roles(AccountRole.Coordinator, AccountRole.Manager));
        options.AddPolicy(ToldOfLateness, Roles(AccountRole.Coordinator, AccountRole.Manager, AccountRole.Administrator));
        options.AddPolicy(LadderKeepers, Roles(AccountRole.Manager, AccountRole.Administrator));
        options.AddPolicy(CalendarKeepers, Roles(AccountRole.Manager, AccountRole.Administrator));
        options.AddPolicy(CalledForDanger, Roles([.. NeedToKnow.Staff, AccountRole.Administrator]));
        options.AddPolicy(CaseReaders, Roles(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer, AccountRole.Client, AccountRole.Manager));
        options.AddPolicy(ActivityReaders, Roles(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer, AccountRole.Manager));
        options.AddPolicy(Staff, Roles([.. NeedToKnow.Staff]));
        options.AddPolicy(CaseGuards, Roles(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Manager, AccountRole.PrivacyOfficer));
        options.AddPolicy(ErasureDeciders, Roles(AccountRole.PrivacyOfficer, AccountRole.Manager));
        options.AddPolicy(SupportOfVolunteers, Roles(AccountRole.Volunteer, AccountRole.Coordinator));
        foreach (var role in Enum.GetValues<AccountRole>()) options.AddPolicy(role.ToString(), Roles(role));
        options.AddPolicy(OutsideSystem, policy => policy.AddAuthenticationSchemes(OutsideKey.SchemeName).RequireRole(OutsideSystem));
        options.FallbackPolicy = options.GetPolicy(LoggedIn);
    }

    private static Action<AuthorizationPolicyBuilder> Roles(params AccountRole[] roles) =>
        policy => policy.RequireRole(roles.Select(role => role.ToString()));
}
