using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Web.ElsaApi.TestRuns;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>One instance with its journal. One that follows a risk signal is not found.</summary>
/// <param name="AsFile">To be taken along, instead of shown.</param>
/// <exception cref="NotFoundException">No such instance.</exception>
public sealed record ShowInstanceQuery(string Id, bool AsFile = false) : IClientQuery<InstanceRecord>, IStepsUp
{
    bool IStepsUp.AsksFactor => AsFile;

    AuditSubject IConcerns.Subject => AuditSubject.Named<WorkflowInstance>(Id);
}

internal sealed class ShowInstanceHandler(RegulatiefDbContext db, TestRunShelf shelf, Actor actor, ReadAudit reads) : IRequestHandler<ShowInstanceQuery, InstanceRecord>
{
    public async Task<InstanceRecord> Handle(ShowInstanceQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        if (!Guid.TryParse(query.Id, out var guid)) throw new NotFoundException(nameof(WorkflowInstance), query.Id);
        var record = shelf.Find(guid) ?? await InstanceRecord.ReadAsync(db, WorkflowInstanceId.From(guid), cancellationToken) ?? throw new NotFoundException(nameof(WorkflowInstance), query.Id);
        return await record.ReadByAsync(actor, nameof(ShowInstanceQuery), reads, cancellationToken);
    }
}
