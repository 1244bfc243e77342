using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.ElsaApi.Instances;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.TestRuns;

/// <summary>Runs a definition up to where it waits, for a made-up case. What its activities ask for is not done: no task is opened, nobody is told.</summary>
/// <exception cref="NotFoundException">No such version.</exception>
/// <exception cref="DefinitionRefusedException">It cannot be read.</exception>
public sealed record StartTestRunCommand(string DefinitionId, string? VersionOptions, JsonObject? Input) : IPlainQuery<InstanceRecord>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

internal sealed class StartTestRunHandler(
    RegulatiefDbContext db, DefinitionJudge judge, WorkflowRunner runner, TestRunShelf shelf, TimeProvider time, Actor actor)
    : IRequestHandler<StartTestRunCommand, InstanceRecord>
{
    public async Task<InstanceRecord> Handle(StartTestRunCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var stored = await db.Definitions.AsNoTracking().Where(d => d.DefinitionId == command.DefinitionId).InVersion(command.VersionOptions)
            .OrderByDescending(d => d.Version).FirstOrDefaultAsync(cancellationToken) ?? throw new NotFoundException(nameof(StoredDefinition), command.DefinitionId);
        var reading = judge.Check(stored.Json);
        if (reading.Definition is not { } definition)
            throw new DefinitionRefusedException(stored.Name, [.. reading.Problems.Where(p => p.Severity == ProblemSeverity.Error)]);

        var now = time.GetUtcNow();
        var result = runner.Run(new RunRequest
        {
            Definition = definition,
            Instance = WorkflowInstance.New(Guid.CreateVersion7(), stored.DefinitionId, stored.Version),
            Stimulus = new Stimulus.Start(command.Input),
            Facts = new CaseFacts(LegalTime.DateOf(now), await db.CalendarAsync(cancellationToken), Round: 1, NextMeetingOn: null, RhythmInWeeks: null, EvaluateFrom: null),
            Now = now,
            Seed = BitConverter.ToInt64(Guid.NewGuid().ToByteArray()),
        });
        var run = new InstanceRecord(result.Instance, DefinitionDocument.IdOf(stored), stored.Name, now, now, IsTestRun: true)
        {
            Journal = result.Journal,
            Incidents = result.Incidents,
        };
        shelf.Add(run);
        return run;
    }
}
