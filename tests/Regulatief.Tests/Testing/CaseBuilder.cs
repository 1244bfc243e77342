using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Clients;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;

namespace Regulatief.Tests.Testing;

/// <summary>A case that was started, and the people around it.</summary>
/// <param name="Client">The client's account; null when they sign on the professional's device.</param>
/// <param name="Volunteer">Of the case's project; paired with the client only when the test asked for it.</param>
public sealed record CaseUnderTest(
    CaseId Id, int Number, Project Project, Account Officer, Account Coordinator, Account? Client, VolunteerUnderTest Volunteer)
{
    /// <summary>The one whose work a task of this role is.</summary>
    public Account AccountOf(AccountRole role) => role switch
    {
        AccountRole.ProbationOfficer => Officer,
        AccountRole.Coordinator => Coordinator,
        AccountRole.Volunteer => Volunteer.Account,
        AccountRole.Client => Client ?? throw new InvalidOperationException($"Case {Id} was made without an account for its client."),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Expected a party of the case."),
    };
}

public sealed class CaseBuilder : Builder<CaseUnderTest>
{
    private Account? _officer;
    private Account? _coordinator;
    private VolunteerUnderTest? _volunteer;
    private string _firstName = "Cliënt";
    private string _lastName = $"Nummer {A.NextNumber()}";
    private string _definitionId = TestDefinitions.IntakeThenTask;
    private bool _isPaired;
    private bool _hasClientAccount = true;

    public CaseBuilder LedBy(Account officer)
    {
        _officer = officer;
        return this;
    }

    public CaseBuilder CoordinatedBy(Account coordinator)
    {
        _coordinator = coordinator;
        return this;
    }

    public CaseBuilder Running(string definitionId)
    {
        _definitionId = definitionId;
        return this;
    }

    public CaseBuilder ForClient(string firstName, string lastName)
    {
        (_firstName, _lastName) = (firstName, lastName);
        return this;
    }

    public CaseBuilder WithoutClientAccount()
    {
        _hasClientAccount = false;
        return this;
    }

    /// <summary>A volunteer stands beside the client already.</summary>
    public CaseBuilder Paired(VolunteerUnderTest? with = null)
    {
        (_isPaired, _volunteer) = (true, with);
        return this;
    }

    public override async Task<CaseUnderTest> InAsync(RegulatiefHost host)
    {
        var officer = _officer ?? await A.ProbationOfficer().InAsync(host);
        var coordinator = _coordinator ?? await A.Coordinator().InAsync(host);
        var client = _hasClientAccount ? await A.Account(AccountRole.Client).InAsync(host) : null;
        var project = await A.Project().CoordinatedBy(coordinator).Running(_definitionId).InAsync(host);
        var volunteer = _volunteer ?? await A.Volunteer().In(project).InAsync(host);

        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var person = new Client { FirstName = _firstName, LastName = _lastName, BornOn = new DateOnly(1990, 4, 1), AccountId = client?.Id };
        var @case = new Case
        {
            Number = await db.TakeNextAsync(Counter.CaseNumber, cancellationToken),
            ProjectId = project.Id,
            ClientId = person.Id,
            ProfessionalId = officer.Id,
            OpenedAt = host.Clock.GetUtcNow(),
        };
        db.AddRange(person, @case);
        @case.Goals.Add(new Goal
        {
            CaseId = @case.Id, Text = "Een dagbesteding vinden", Kind = GoalKind.SocialInclusion, LifeDomain = LifeDomain.WorkAndEducation, AddedAt = @case.OpenedAt,
        });
        if (_isPaired) db.Add(new VolunteerAssignment { CaseId = @case.Id, VolunteerId = volunteer.Id, From = @case.OpenedAt });
        await db.SaveChangesAsync(cancellationToken);

        var loaded = await db.CaseForChangeAsync(CaseKey.Of(@case.Id), Actor.System, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<WorkflowHost>().StartAsync(loaded, _definitionId, null, null, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new CaseUnderTest(@case.Id, @case.Number, project, officer, coordinator, client, volunteer);
    }
}
