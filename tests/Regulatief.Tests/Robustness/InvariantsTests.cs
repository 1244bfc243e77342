using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Robustness;

/// <summary>The checker itself: silent on what the product made, and it sees each kind of damage.</summary>
public sealed class InvariantsTests(SqliteHost host) : FeatureTest(host)
{
    private readonly Ledger _ledger = new();

    [Fact]
    public async Task Invariants_OfWhatTheProductMade_AllHold()
    {
        await GivenWork();

        (await BrokenAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("I1", "DELETE FROM Journal WHERE Sequence = 2")]
    [InlineData("I1", "DELETE FROM Journal WHERE Sequence = (SELECT MAX(Sequence) FROM Journal) AND InstanceId = (SELECT Id FROM Instances WHERE DefinitionId = 'intake-dan-taak')")]
    [InlineData("I1", "UPDATE Journal SET Sequence = Sequence + 1 WHERE Sequence > 2 AND Sequence = (SELECT MAX(j.Sequence) FROM Journal j WHERE j.InstanceId = Journal.InstanceId)")]
    [InlineData("I1", "UPDATE Journal SET Event = 'Completed' WHERE Event = 'Suspended'")]
    [InlineData("I1", "UPDATE Journal SET Event = 'Resumed' WHERE Event = 'Faulted'")]
    [InlineData("I1", "DELETE FROM Bookmarks WHERE Name = 'Elsa.Delay'")]
    [InlineData("I1", "UPDATE Incidents SET ResolvedAt = '2026-11-24'")]
    [InlineData("I1", "UPDATE Instances SET SubStatus = 'Cancelled' WHERE DefinitionId = 'wacht-dan-taak'")]
    [InlineData("I2", "DELETE FROM IdempotencyRecords WHERE Command = 'StartCaseCommand'")]
    [InlineData("I2", "UPDATE IdempotencyRecords SET ResultJson = '[]' WHERE Command = 'StartCaseCommand'")]
    [InlineData("I2", "UPDATE IdempotencyRecords SET Key = Key || '-anders'")]
    [InlineData("I2", "DELETE FROM AuditEntries WHERE Action = 'CompleteHumanTaskCommand'")]
    [InlineData("I2", "UPDATE HumanTasks SET Status = 'Open' WHERE Kind = 'Intake'")]
    [InlineData("I3", "UPDATE HumanTasks SET Status = 'Completed' WHERE Status = 'Open' AND BookmarkId IS NOT NULL")]
    [InlineData("I3", "UPDATE HumanTasks SET BookmarkId = (SELECT BookmarkId FROM HumanTasks WHERE Status = 'Open' LIMIT 1), Status = 'Open' WHERE Kind = 'Intake'")]
    [InlineData("I3", "DELETE FROM DueWork WHERE Kind IN ('Bookmark', 'FollowUp')")]
    [InlineData("I3", "INSERT INTO Escalations (Id, CaseId, TaskId, SubjectId, Generation, ToAccountId, RaisedAt) SELECT Id, CaseId, Id, Id, 1, Id, '2026-11-24' FROM HumanTasks WHERE Status = 'Completed' LIMIT 1")]
    [InlineData("I3", "DELETE FROM Bookmarks")]
    [InlineData("I3", "UPDATE Instances SET Status = 'Finished'")]
    [InlineData("I3", "UPDATE Instances SET Status = 'Finished', SubStatus = 'Finished' WHERE ParentId IS NOT NULL")]
    [InlineData("I4", "DELETE FROM DueWork WHERE Kind = 'Outbox'")]
    [InlineData("I4", "DELETE FROM Outbox")]
    [InlineData("I4", "UPDATE Outbox SET SentAt = '2026-11-24 07:00:00'")]
    [InlineData("I5", "DELETE FROM AuditEntries WHERE Action = 'StartCaseCommand'")]
    [InlineData("I5", "UPDATE AuditEntries SET ActorId = '00000000-0000-0000-0000-000000000000'")]
    [InlineData("I5", "UPDATE AuditEntries SET CaseId = (SELECT Id FROM Cases ORDER BY Number LIMIT 1)")]
    [InlineData("I5", "DELETE FROM AuditEntries WHERE Action = 'CompleteHumanTaskCommand'")]
    [InlineData("I5", "UPDATE AuditEntries SET SubjectId = NULL WHERE Action = 'CompleteHumanTaskCommand'")]
    [InlineData("I5", "DELETE FROM AuditEntries WHERE Action = 'PerformDueWorkCommand'")]
    [InlineData("I6", "UPDATE DueWork SET DueAt = '2026-11-24 07:00:00'")]
    [InlineData("I6", "DELETE FROM Bookmarks; UPDATE Instances SET UpdatedAt = '2026-11-24 07:00:00'")]
    public async Task Control_Damage_IsSeen(string invariant, string damage)
    {
        await GivenWork();

        await Host.Database.TamperAsync(damage, Cancel);

        (await BrokenAsync()).ShouldContain(line => line.StartsWith(invariant, StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<string>> BrokenAsync() => Invariants.BrokenInAsync(Host, Clock.GetUtcNow(), _ledger);

    /// <summary>A case that went on, one that waits for a timer, one whose step failed, and those that wait for another workflow and for a system outside.</summary>
    private async Task GivenWork()
    {
        var @case = await GivenCase(TestDefinitions.IntakeThenTask, "een");
        await GivenCase("wacht-dan-taak", "twee");
        await GivenCase(TestDefinitions.FailsThenTask, "drie");
        await GivenCase(TestDefinitions.OtherWorkflowThenTask, "vier");
        await GivenCase("vraag-buiten-dan-taak", "vijf");
        // Apart in time, so that the row of one cannot stand for another's.
        await Host.PassAsync(TimeSpan.FromSeconds(15));
        Clock.Advance(TimeSpan.FromSeconds(15));

        var intake = await OpenTask(@case, HumanTaskKind.Intake);
        _ledger.Send(@case.Officer.Id, "intake", nameof(CompleteHumanTaskCommand));
        await As(@case.Officer).SendAsync(new CompleteHumanTaskCommand(intake.Id, null, TaskForm.Write(Answers.Intake)), "intake");
        _ledger.Acknowledge(@case.Officer.Id, "intake", intake.Id.Value);
    }

    private async Task<CaseUnderTest> GivenCase(string definition, string key)
    {
        var @case = await Given(A.Case().Running(definition).StartedWith(key));
        _ledger.Send(@case.Officer.Id, key, nameof(StartCaseCommand));
        _ledger.Acknowledge(@case.Officer.Id, key, @case.Id.Value);
        return @case;
    }
}
