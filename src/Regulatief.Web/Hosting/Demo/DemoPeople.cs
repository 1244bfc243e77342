using Microsoft.AspNetCore.Identity;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Demo;

namespace Regulatief.Web.Hosting.Demo;

/// <summary>Makes the accounts, projects and volunteers of the demo.</summary>
internal sealed class DemoPeople(UserManager<Account> accounts, RegulatiefDbContext db, TimeProvider time)
{
    private const string CycleDefinition = "regulatieve-cyclus";

    public async Task<DemoCast> MakeAsync(DemoData data, CancellationToken cancellationToken)
    {
        var byRole = new Dictionary<AccountRole, Account>();
        foreach (var (userName, name, role) in DemoAccounts.All) byRole[role] = await AccountAsync(userName, name, role);
        List<Account> officers = [byRole[AccountRole.ProbationOfficer]];
        foreach (var colleague in data.Officers) officers.Add(await AccountAsync(colleague.UserName, colleague.Name, AccountRole.ProbationOfficer));
        List<Account> coordinators = [byRole[AccountRole.Coordinator]];
        foreach (var colleague in data.Coordinators) coordinators.Add(await AccountAsync(colleague.UserName, colleague.Name, AccountRole.Coordinator));

        var projects = data.Projects.Select((project, index) => ProjectOf(project, coordinators, index)).ToList();
        db.Projects.AddRange(projects);
        foreach (var (index, volunteer) in data.Volunteers.Index())
        {
            var account = index == 0
                ? byRole[AccountRole.Volunteer]
                : await AccountAsync($"vrijwilliger{index + 1}", $"{volunteer.First} {volunteer.Last}", AccountRole.Volunteer);
            db.Volunteers.Add(VolunteerOf(volunteer, account, projects[index % projects.Count]));
        }

        await db.SaveChangesAsync(cancellationToken);
        return new DemoCast(byRole, officers, coordinators, projects);
    }

    private async Task<Account> AccountAsync(string userName, string name, AccountRole role)
    {
        var account = new Account { Id = Guid.CreateVersion7(), UserName = userName, DisplayName = name, Roles = [new HeldRole { Role = role }] };
        var made = await accounts.CreateAsync(account, DemoAccounts.Password);
        return made.Succeeded ? account : throw new InvalidOperationException($"Demo account {userName}: {string.Join(", ", made.Errors.Select(e => e.Code))}.");
    }

    private static Project ProjectOf(DemoProject project, List<Account> coordinators, int index)
    {
        var made = new Project { Name = project.Name, OnCallNumber = project.OnCallNumber, WorkflowDefinitionId = CycleDefinition };
        foreach (var (rank, coordinator) in coordinators.Index())
            made.Coordinators.Add(new ProjectCoordinator { ProjectId = made.Id, AccountId = coordinator.Id, Rank = (rank + index) % coordinators.Count + 1 });
        return made;
    }

    private Volunteer VolunteerOf(DemoVolunteer volunteer, Account account, Project project) => new()
    {
        AccountId = account.Id,
        ProjectId = project.Id,
        FirstName = volunteer.First,
        LastName = volunteer.Last,
        Place = volunteer.Place,
        Expertise = volunteer.Expertise,
        Availability = volunteer.Availability,
        Capacity = volunteer.Capacity,
        ConductDeclarationUntil = time.Today().AddMonths(volunteer.VogMonths),
    };
}

/// <summary>Who plays in the demo.</summary>
/// <param name="Officers">The first is the one of the log-in page; so with the coordinators.</param>
internal sealed record DemoCast(
    IReadOnlyDictionary<AccountRole, Account> ByRole, IReadOnlyList<Account> Officers, IReadOnlyList<Account> Coordinators, IReadOnlyList<Project> Projects);
