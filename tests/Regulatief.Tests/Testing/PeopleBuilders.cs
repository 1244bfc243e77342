using Regulatief.Cases.Accounts;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Tests.Testing;

public sealed class AccountBuilder(AccountRole role) : Builder<Account>
{
    private readonly int _number = A.NextNumber();
    private string? _name;
    private bool _isActive = true;
    private AccountRole[] _others = [];

    /// <summary>Has these roles too.</summary>
    public AccountBuilder And(params AccountRole[] others)
    {
        _others = others;
        return this;
    }

    public AccountBuilder Named(string name)
    {
        _name = name;
        return this;
    }

    public AccountBuilder Deactivated()
    {
        _isActive = false;
        return this;
    }

    public override async Task<Account> InAsync(RegulatiefHost host)
    {
        var userName = $"{role}-{_number}";
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = userName,
            NormalizedUserName = userName.ToUpperInvariant(),
            DisplayName = _name ?? userName,
            Roles = [.. _others.Prepend(role).Select(r => new HeldRole { Role = r })],
            IsActive = _isActive,
            PasswordHash = A.PasswordHash,
            SecurityStamp = userName,
            LockoutEnabled = true,
        };
        await host.WriteAsync(db => db.Accounts.Add(account));
        return account;
    }
}

public sealed class ProjectBuilder : Builder<Project>
{
    private readonly List<Account> _coordinators = [];
    private string _definitionId = TestDefinitions.IntakeThenTask;

    /// <summary>The first is told first.</summary>
    public ProjectBuilder CoordinatedBy(params Account[] coordinators)
    {
        _coordinators.AddRange(coordinators);
        return this;
    }

    public ProjectBuilder Running(string definitionId)
    {
        _definitionId = definitionId;
        return this;
    }

    public override async Task<Project> InAsync(RegulatiefHost host)
    {
        if (_coordinators.Count == 0) _coordinators.Add(await A.Coordinator().InAsync(host));
        var project = new Project { Name = $"Project {A.NextNumber()}", WorkflowDefinitionId = _definitionId, OnCallNumber = "020 000 00 00" };
        foreach (var (rank, coordinator) in _coordinators.Index())
            project.Coordinators.Add(new ProjectCoordinator { ProjectId = project.Id, AccountId = coordinator.Id, Rank = rank + 1 });
        await host.WriteAsync(db => db.Projects.Add(project));
        return project;
    }
}

/// <summary>A volunteer together with the account that they log in with.</summary>
public sealed record VolunteerUnderTest(Volunteer Volunteer, Account Account)
{
    public VolunteerId Id => Volunteer.Id;
}

public sealed class VolunteerBuilder : Builder<VolunteerUnderTest>
{
    private Project? _project;
    private DateOnly? _declarationUntil = new(2030, 1, 1);
    private int _capacity = 1;
    private bool _isActive = true;
    private string _firstName = "Vrijwilliger";
    private string? _lastName;

    /// <summary>The account is named alike, as the product makes it.</summary>
    public VolunteerBuilder Named(string firstName, string lastName)
    {
        (_firstName, _lastName) = (firstName, lastName);
        return this;
    }

    public VolunteerBuilder In(Project project)
    {
        _project = project;
        return this;
    }

    /// <summary>The last day that the declaration of conduct (VOG) is valid; null for none.</summary>
    public VolunteerBuilder DeclaredUntil(DateOnly? day)
    {
        _declarationUntil = day;
        return this;
    }

    public VolunteerBuilder WithCapacityFor(int clients)
    {
        _capacity = clients;
        return this;
    }

    public VolunteerBuilder Inactive()
    {
        _isActive = false;
        return this;
    }

    public override async Task<VolunteerUnderTest> InAsync(RegulatiefHost host)
    {
        var account = A.Account(AccountRole.Volunteer);
        if (_lastName is not null) account.Named($"{_firstName} {_lastName}");
        var made = await account.InAsync(host);
        var project = _project ?? await A.Project().InAsync(host);
        var volunteer = new Volunteer
        {
            AccountId = made.Id,
            ProjectId = project.Id,
            FirstName = _firstName,
            LastName = _lastName ?? $"Nummer {A.NextNumber()}",
            Place = "Utrecht",
            ConductDeclarationUntil = _declarationUntil,
            Capacity = _capacity,
            IsActive = _isActive,
        };
        await host.WriteAsync(db => db.Volunteers.Add(volunteer));
        return new VolunteerUnderTest(volunteer, made);
    }
}
