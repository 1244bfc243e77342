using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Cases;

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
    private string? _key;

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

    /// <summary>The idempotency key of the command that starts it.</summary>
    public CaseBuilder StartedWith(string key)
    {
        _key = key;
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

        var started = await host.As(officer).SendAsync(new StartCaseCommand
        {
            FirstName = _firstName,
            LastName = _lastName,
            BornOn = new DateOnly(1990, 4, 1),
            ProjectId = project.Id.Value,
            Goals = [new StartCaseGoal { Text = "Een dagbesteding vinden", Kind = GoalKind.SocialInclusion, LifeDomain = LifeDomain.WorkAndEducation }],
        }, _key);
        await host.ReadAsync(async db =>
        {
            var @case = await db.Cases.Include(c => c.Client).SingleAsync(c => c.Id == started.CaseId, TestContext.Current.CancellationToken);
            @case.Client.AccountId = client?.Id;
            if (_isPaired) db.Add(new VolunteerAssignment { CaseId = @case.Id, VolunteerId = volunteer.Id, From = @case.OpenedAt });
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        return new CaseUnderTest(started.CaseId, started.Number, project, officer, coordinator, client, volunteer);
    }
}
