using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Web.ElsaApi.TestRuns;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>One instance with its journal. One that follows a risk signal is not found.</summary>
/// <exception cref="NotFoundException">No such instance.</exception>
public sealed record ShowInstanceQuery(string Id) : IRequest<InstanceRecord>;

internal sealed class ShowInstanceHandler(RegulatiefDbContext db, TestRunShelf shelf, Actor actor) : IRequestHandler<ShowInstanceQuery, InstanceRecord>
{
    public async Task<InstanceRecord> Handle(ShowInstanceQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        if (!Guid.TryParse(query.Id, out var guid)) throw new NotFoundException(nameof(WorkflowInstance), query.Id);
        if (shelf.Find(guid) is { } run) return run;

        return await InstanceRecord.ReadAsync(db, WorkflowInstanceId.From(guid), cancellationToken) ?? throw new NotFoundException(nameof(WorkflowInstance), query.Id);
    }
}
