using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Clients;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

/// <summary>Opens a trajectory and starts the cycle of its project.</summary>
/// <exception cref="ValidationException">Something is missing, or names a client, project or professional that cannot be chosen.</exception>
/// <exception cref="CaseRuleException"><c>client-has-open-case</c>.</exception>
public sealed record StartCaseCommand : ICommand<StartCaseResult>, IMakes<StartCaseResult>
{
    /// <summary>A client of an earlier case; null for a new one, who is then named below.</summary>
    public Guid? ClientId { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public DateOnly? BornOn { get; init; }

    public Guid? ProjectId { get; init; }

    /// <summary>Chosen by a coordinator; null when a probation officer starts a case of their own.</summary>
    public Guid? ProfessionalId { get; init; }

    public List<StartCaseGoal> Goals { get; init; } = [];

    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();

    AuditSubject IMakes<StartCaseResult>.Made(StartCaseResult result) => AuditSubject.Of(CaseKey.Of(result.CaseId));
}

public sealed record StartCaseGoal
{
    public string? Text { get; init; }

    public GoalKind? Kind { get; init; }

    public LifeDomain? LifeDomain { get; init; }

    /// <summary>An empty row of the form: it asks nothing.</summary>
    public bool IsEmpty() => Text is null && Kind is null && LifeDomain is null;
}

public sealed record StartCaseResult(CaseId CaseId, int Number);

internal sealed class StartCaseValidator : AbstractValidator<StartCaseCommand>
{
    public StartCaseValidator(TimeProvider time)
    {
        When(c => c.ClientId is null, () =>
        {
            RuleFor(c => c.FirstName).NameOfClient();
            RuleFor(c => c.LastName).NameOfClient();
            RuleFor(c => c.BornOn).BirthOfClient(time.Today());
        });
        RuleFor(c => c.ProjectId).NotNull();
        RuleForEach(c => c.Goals).ChildRules(goal =>
        {
            goal.RuleFor(g => g.Text).NotEmpty().MaximumLength(500).When(g => !g.IsEmpty());
            goal.RuleFor(g => g.Kind).NotNull().IsInEnum().When(g => !g.IsEmpty());
            goal.RuleFor(g => g.LifeDomain).NotNull().IsInEnum().When(g => !g.IsEmpty());
        });
    }
}

internal sealed class StartCaseHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<StartCaseCommand, StartCaseResult>
{
    public async Task<StartCaseResult> Handle(StartCaseCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator);
        var project = await ProjectAsync(command, cancellationToken);
        var client = await ClientAsync(command, cancellationToken);
        var @case = new Case
        {
            Number = await db.TakeNextAsync(Counter.CaseNumber, cancellationToken),
            Project = project,
            ProjectId = project.Id,
            Client = client,
            ClientId = client.Id,
            ProfessionalId = await ProfessionalAsync(command, cancellationToken),
            OpenedAt = time.GetUtcNow(),
        };
        @case.Goals.AddRange(command.Goals.Where(g => !g.IsEmpty()).Select(g => new Goal
        {
            CaseId = @case.Id, Text = g.Text!, Kind = g.Kind!.Value, LifeDomain = g.LifeDomain!.Value, AddedAt = @case.OpenedAt,
        }));
        db.Cases.Add(@case);
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.CaseOpened, At = @case.OpenedAt, ById = actor.AccountId });
        await workflows.StartAsync(@case, project.WorkflowDefinitionId, null, null, cancellationToken);
        return new StartCaseResult(@case.Id, @case.Number);
    }

    private async Task<Project> ProjectAsync(StartCaseCommand command, CancellationToken cancellationToken) =>
        await StartCaseChoices.ProjectsFor(db, actor).SingleOrDefaultAsync(p => p.Id == ProjectId.From(command.ProjectId!.Value), cancellationToken)
        ?? throw NoSuchChoice(nameof(command.ProjectId));

    private async Task<Client> ClientAsync(StartCaseCommand command, CancellationToken cancellationToken)
    {
        var known = StartCaseChoices.ClientsFor(db, actor);
        Client client;
        if (command.ClientId is { } chosen)
        {
            client = await known.SingleOrDefaultAsync(c => c.Id == ClientId.From(chosen), cancellationToken) ?? throw NoSuchChoice(nameof(command.ClientId));
        }
        else
        {
            var named = new Client { FirstName = ClientRules.InOneSpace(command.FirstName!), LastName = ClientRules.InOneSpace(command.LastName!), BornOn = command.BornOn!.Value };
            if (await known.FirstOrDefaultAsync(c => c.SearchName == named.SearchName && c.BornOn == named.BornOn, cancellationToken) is not { } same) return named;
            client = same;
        }

        var open = await db.Cases.WorkedOnBy(actor).Where(c => c.ClientId == client.Id && c.ClosedAt == null).Select(c => (int?)c.Number).FirstOrDefaultAsync(cancellationToken);
        return open is null ? client : throw new CaseRuleException("client-has-open-case", open);
    }

    private async Task<Guid> ProfessionalAsync(StartCaseCommand command, CancellationToken cancellationToken)
    {
        if (actor.Role != AccountRole.Coordinator)
            return command.ProfessionalId is null || command.ProfessionalId == actor.AccountId ? actor.AccountId : throw NoSuchChoice(nameof(command.ProfessionalId));

        if (command.ProfessionalId is not { } professional) throw new ValidationException([new ValidationFailure(nameof(command.ProfessionalId), "") { ErrorCode = "NotNullValidator" }]);
        return await db.Accounts.Active(AccountRole.ProbationOfficer).AnyAsync(a => a.Id == professional, cancellationToken)
            ? professional
            : throw NoSuchChoice(nameof(command.ProfessionalId));
    }

    private static ValidationException NoSuchChoice(string field) => new([new ValidationFailure(field, "") { ErrorCode = "no-such-choice" }]);
}

/// <summary>What the form lets choose from.</summary>
public sealed record StartCaseChoicesQuery : IClientQuery<StartCaseChoices>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Client>();
}

/// <param name="Professionals">Empty for a probation officer: the case is their own.</param>
public sealed record StartCaseChoices(
    IReadOnlyList<SelectListItem> Clients, IReadOnlyList<SelectListItem> Projects, IReadOnlyList<SelectListItem> Professionals)
{
    internal static IQueryable<Project> ProjectsFor(RegulatiefDbContext db, Actor actor) =>
        actor.Role == AccountRole.Coordinator ? db.Projects.Where(p => p.Coordinators.Any(c => actor.ActsFor.Contains(c.AccountId))) : db.Projects;

    /// <summary>Clients of cases that one works on: nobody learns of a client by starting a case.</summary>
    internal static IQueryable<Client> ClientsFor(RegulatiefDbContext db, Actor actor)
    {
        var visible = db.Cases.WorkedOnBy(actor);
        return db.Clients.Where(client => visible.Any(c => c.ClientId == client.Id));
    }
}

/// <param name="Form">Posted under its own name.</param>
public sealed record StartCasePage(StartCaseCommand Form, StartCaseChoices Choices);

internal sealed class StartCaseChoicesHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<StartCaseChoicesQuery, StartCaseChoices>
{
    public async Task<StartCaseChoices> Handle(StartCaseChoicesQuery query, CancellationToken cancellationToken)
    {
        var clients = await StartCaseChoices.ClientsFor(db, actor).Where(client => !db.Cases.Any(c => c.ClientId == client.Id && c.ClosedAt == null))
            .OrderBy(c => c.LastName).ThenBy(c => c.FirstName).Take(500).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(StartCaseChoicesQuery), null, nameof(Client), clients.ConvertAll(c => c.Id.Value), cancellationToken);
        var projects = await StartCaseChoices.ProjectsFor(db, actor).OrderBy(p => p.Name).AsNoTracking().ToListAsync(cancellationToken);
        var professionals = actor.Role == AccountRole.Coordinator
            ? await db.Accounts.Active(AccountRole.ProbationOfficer).OrderBy(a => a.DisplayName).AsNoTracking().ToListAsync(cancellationToken)
            : [];
        return new StartCaseChoices(
            clients.ConvertAll(c => new SelectListItem($"{c.LastName}, {c.FirstName}", c.Id.ToString())),
            projects.ConvertAll(p => new SelectListItem(p.Name, p.Id.ToString())),
            professionals.ConvertAll(a => new SelectListItem(a.DisplayName, a.Id.ToString())));
    }
}
