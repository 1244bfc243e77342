using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.RiskSignals;
using static Regulatief.Tests.Features.RiskSignals.SignalDrawing;

namespace Regulatief.Tests.Features.RiskSignals;

/// <summary>Definitions that would tell of a signal before its volunteer does, published as if nothing had judged them.</summary>
public sealed class HostileSignalDefinitionTests(SqliteHost host) : SignalTest(host)
{
    /// <summary>Each stands for a version of its own: what was read of a version is kept by the host.</summary>
    private static readonly (string Name, JsonObject Step, string? Port)[] Steps =
    [
        ("task", Node("x", "Regulatief.CaseTask", ("title", "Kijk in het dossier"), ("role", "Coordinator"), ("termInWorkingDays", 1)), "Done"),
        ("task of the officer", Node("x", "Regulatief.CaseTask", ("title", "Kijk in het dossier"), ("role", "ProbationOfficer"), ("termInWorkingDays", 1), ("escalateAfterWorkingDays", 1)), "Done"),
        ("escalation", Node("x", "Regulatief.Escalate"), "Done"),
        ("follow-up", Node("x", "Regulatief.FollowUp", ("title", "Kijk in het dossier"), ("workingDays", 1)), "Due"),
        ("end of the case", Node("x", "Regulatief.CloseCase", ("reason", "Other")), null),
        ("meeting", Node("x", "Regulatief.ThreeWayMeeting"), "Held"),
        ("evaluation", Node("x", "Regulatief.Evaluation"), "Close"),
        ("event", Node("x", "Elsa.PublishEvent", ("eventName", "tik")), "Done"),
        ("workflow", Node("x", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", TestDefinitions.OneTask), ("waitForCompletion", true)), "Done"),
        ("workflow beside it", Node("x", "Elsa.DispatchWorkflow", ("workflowDefinitionId", TestDefinitions.OneTask)), "Done"),
        ("question outside", Node("x", "Elsa.RunTask", ("taskName", "bericht-sturen")), "Done"),
        ("signal of another role", Node("x", "Regulatief.RiskSignal", ("role", "Coordinator"), ("escalateAfterWorkingDays", 1)), "Handled"),
        ("fault", Node("x", "Elsa.Fault"), "Done"),
    ];

    private static readonly string[] Places = ["before", "beside", "after", "cycle"];

    /// <summary>One that has no terms of its own: only the signal can change anything.</summary>
    protected override CaseBuilder Beginning => A.Case().Paired().Running("gebeurtenis-steeds-weer");

    public static TheoryData<string, string> Variants => new(
        from step in Steps from place in Places[..3] where place != "before" || step.Port is not null select (step.Name, place));

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Published_TellsNobodyOfASignalThatIsNotShared(string step, string place)
    {
        await PublishAsync(step, place);
        // Pages are slow, and tell what the rows hold.
        Func<Task<List<string>>> meet = place == "beside" ? WhatOthersMeet : Rows;
        var before = await meet();

        var signal = await Volunteer.SendAsync(new NoteRiskSignalCommand(Case.Id, RiskSignalKind.RisingRiskBehaviour, "Hij dronk weer, woensdagavond.", SignalSeverity.Worrying, new(2026, 11, 23)));
        if (place == "after") await Volunteer.SendAsync(new WithdrawRiskSignalCommand(signal));
        await Host.SweepAsync();

        (await meet()).ShouldBe(before);
        await Host.PassAsync(TimeSpan.FromDays(7));
        (await Rows()).ShouldBeSubsetOf(before);
    }

    // As a step of a cycle each of them is seen, so the silence is not the step's.
    [Theory]
    [InlineData("task")]
    [InlineData("escalation")]
    [InlineData("follow-up")]
    [InlineData("end of the case")]
    [InlineData("meeting")]
    [InlineData("evaluation")]
    [InlineData("workflow")]
    [InlineData("question outside")]
    public async Task Control_TheSameStepOfACycle_IsMet(string name)
    {
        var before = await WhatOthersMeet();
        await Host.WriteAsync(db => db.Definitions.Add(Published("luide-stap", VersionOf(name, "cycle"), Drawing([], StepNamed(name).Step))));
        await Given(A.Case().Paired().Running("luide-stap"));

        (await WhatOthersMeet()).Except(before).ShouldNotBeEmpty();
    }

    public override async ValueTask DisposeAsync()
    {
        await Host.ReadAsync(db => db.Definitions.Where(d => (d.DefinitionId == ShippedDefinitions.RiskSignal && d.Version > 1) || d.DefinitionId == "luide-stap").ExecuteDeleteAsync(Cancel));
        await Host.ReadAsync(db => db.Definitions.Where(d => d.DefinitionId == ShippedDefinitions.RiskSignal)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.IsPublished, true).SetProperty(d => d.IsLatest, true), Cancel));
        await base.DisposeAsync();
    }

    private static (string Name, JsonObject Step, string? Port) StepNamed(string name) => Steps.Single(s => s.Name == name);

    private static int VersionOf(string name, string place) => 2 + (Array.FindIndex(Steps, s => s.Name == name) * 4) + Array.IndexOf(Places, place);

    private async Task PublishAsync(string name, string place)
    {
        var (_, step, port) = StepNamed(name);
        step = (JsonObject)step.DeepClone();
        var drawing = place switch
        {
            "before" => Drawing([$"x:{port}>s", "s:Handled>e"], step, Signal(), End()),
            "beside" => Drawing(["f:A>s", "f:B>x", "s:Handled>e"], Node("f", "Elsa.FlowFork"), Signal(), step, End()),
            _ => Drawing(["s:Withdrawn>x", "s:Handled>e"], Signal(), step, End()),
        };
        var version = VersionOf(name, place);
        drawing["version"] = version;
        await Host.ReadAsync(db => db.Definitions.Where(d => d.DefinitionId == ShippedDefinitions.RiskSignal)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.IsPublished, false).SetProperty(d => d.IsLatest, false), Cancel));
        await Host.WriteAsync(db => db.Definitions.Add(Published(ShippedDefinitions.RiskSignal, version, drawing)));
    }

    private StoredDefinition Published(string definitionId, int version, JsonObject drawing)
    {
        drawing = (JsonObject)drawing.DeepClone();
        (drawing["definitionId"], drawing["version"]) = (definitionId, version);
        var stored = StoredDefinition.FromFile(definitionId, version, new Drawing(definitionId, null, drawing.ToJsonString()), $"{definitionId}-{version}", Clock.GetUtcNow());
        stored.Publish(Clock.GetUtcNow());
        stored.IsLatest = true;
        return stored;
    }

    /// <summary>The pages of the others, and the rows behind all that could reach them.</summary>
    private async Task<List<string>> WhatOthersMeet() => [.. await Rows(), .. await TracesFor(Case.Officer, Case.Coordinator, Case.Client!, PrivacyOfficer)];

    private Task<List<string>> Rows()
    {
        var volunteer = Case.Volunteer.Account.Id;
        return Read(async db => new List<string>
        {
            $"tasks {await db.HumanTasks.CountAsync(t => t.Role != AccountRole.Volunteer, Cancel)}",
            $"notices {await db.Notices.CountAsync(n => n.AccountId != volunteer, Cancel)}",
            $"escalations {await db.Escalations.CountAsync(Cancel)}",
            $"follow-ups {await db.FollowUps.CountAsync(Cancel)}",
            $"meetings {await db.Meetings.CountAsync(Cancel)}",
            $"messages {await db.Outbox.CountAsync(Cancel)}",
            $"other instances {await db.Instances.CountAsync(i => i.RiskSignalId == null, Cancel)}",
            $"journal {await db.Journal.CountAsync(e => db.Instances.Any(i => i.Id == e.InstanceId && i.RiskSignalId == null), Cancel)}",
            $"events {await db.Inbox.CountAsync(Cancel)}",
            $"timeline {await db.Timeline.CountAsync(Cancel)}",
            $"cases {string.Join(", ", await db.Cases.OrderBy(c => c.Number).Select(c => $"{c.Phase} {c.ClosedAt}").ToListAsync(Cancel))}",
        });
    }
}
