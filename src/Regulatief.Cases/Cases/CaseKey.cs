using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.Cases;

/// <summary>How a command names the case that it is about: by the case itself, or by a row of it.</summary>
public abstract record CaseKey(string SubjectType, Guid SubjectId)
{
    public static CaseKey Of(CaseId id) => new ById(id);

    public static CaseKey Of(HumanTaskId id) => new ByTask(id);

    public static CaseKey Of(AgreementId id) => new ByAgreement(id);

    public static CaseKey Of(RiskSignalId id) => new BySignal(id);

    public static CaseKey OfEscalation(Guid id) => new ByEscalation(id);

    public static CaseKey OfDueWork(Guid id) => new ByDueWork(id);

    public static CaseKey OfIncident(Guid id) => new ByIncident(id);

    public abstract IQueryable<Case> In(RegulatiefDbContext db);

    private sealed record ById(CaseId Id) : CaseKey(nameof(Case), Id.Value)
    {
        public override IQueryable<Case> In(RegulatiefDbContext db) => db.Cases.Where(c => c.Id == Id);
    }

    private sealed record ByTask(HumanTaskId Id) : CaseKey(nameof(HumanTask), Id.Value)
    {
        public override IQueryable<Case> In(RegulatiefDbContext db) => db.Cases.Where(c => db.HumanTasks.Any(t => t.Id == Id && t.CaseId == c.Id));
    }

    private sealed record ByAgreement(AgreementId Id) : CaseKey(nameof(InformationSharingAgreement), Id.Value)
    {
        public override IQueryable<Case> In(RegulatiefDbContext db) => db.Cases.Where(c => db.Agreements.Any(a => a.Id == Id && a.CaseId == c.Id));
    }

    private sealed record BySignal(RiskSignalId Id) : CaseKey(nameof(RiskSignal), Id.Value)
    {
        public override IQueryable<Case> In(RegulatiefDbContext db) => db.Cases.Where(c => db.RiskSignals.Any(s => s.Id == Id && s.CaseId == c.Id));
    }

    private sealed record ByEscalation(Guid Id) : CaseKey(nameof(Escalation), Id)
    {
        public override IQueryable<Case> In(RegulatiefDbContext db) => db.Cases.Where(c => db.Escalations.Any(e => e.Id == Id && e.CaseId == c.Id));
    }

    private sealed record ByIncident(Guid Id) : CaseKey(nameof(Engine.Instances.Incident), Id)
    {
        public override IQueryable<Case> In(RegulatiefDbContext db) =>
            db.Cases.Where(c => db.Instances.Any(i => i.CaseId == c.Id && db.Incidents.Any(incident => incident.Id == Id && incident.InstanceId == i.Id)));
    }

    private sealed record ByDueWork(Guid Id) : CaseKey(nameof(Workflows.DueWork), Id)
    {
        public override IQueryable<Case> In(RegulatiefDbContext db) => db.Cases.Where(c => db.DueWork.Any(w => w.Id == Id && w.CaseId == c.Id));
    }
}

public static class CaseVersion
{
    /// <summary>The first statement of every command on a case: raises its version, so that all commands on one case wait for each other on every provider.</summary>
    /// <exception cref="NotFoundException">The key names no case.</exception>
    public static async Task RaiseVersionAsync(this RegulatiefDbContext db, CaseKey key, CancellationToken cancellationToken)
    {
        var raised = await key.In(db).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), cancellationToken);
        if (raised == 0) throw new NotFoundException(key.SubjectType, key.SubjectId);
    }

    /// <summary>The case that the key names, with all that a command on it decides on, if the actor may see it.</summary>
    /// <exception cref="NotFoundException">The key names no case, or one that is not theirs.</exception>
    public static async Task<Case> CaseForChangeAsync(this RegulatiefDbContext db, CaseKey key, Accounts.Actor actor, CancellationToken cancellationToken) =>
        await key.In(db).VisibleTo(actor).ForChange().SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException(key.SubjectType, key.SubjectId);
}
