using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Engine.Instances;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.TestRuns;

/// <summary>Throws test runs away. An instance of a real case is not one of them, and stays.</summary>
public sealed record EndTestRunsCommand(IReadOnlyList<string> Ids) : IPlainQuery<EndTestRunsResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<WorkflowInstance>();
}

/// <param name="AreAllTestRuns">False when one was not: it was left alone.</param>
public sealed record EndTestRunsResult(int Ended, bool AreAllTestRuns);

internal sealed class EndTestRunsHandler(TestRunShelf shelf, Actor actor) : IRequestHandler<EndTestRunsCommand, EndTestRunsResult>
{
    public Task<EndTestRunsResult> Handle(EndTestRunsCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var ended = command.Ids.Count(id => Guid.TryParse(id, out var parsed) && shelf.Remove(parsed));
        return Task.FromResult(new EndTestRunsResult(ended, ended == command.Ids.Count));
    }
}
