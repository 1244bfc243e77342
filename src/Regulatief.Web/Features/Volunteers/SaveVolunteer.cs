using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Volunteers;

/// <summary>Keeps what a coordinator knows of a volunteer of the own projects. A declaration of conduct that is valid again ends what was asked about its end.</summary>
/// <exception cref="NotFoundException">No such volunteer, or not of the own projects.</exception>
public sealed record SaveVolunteerCommand : ICommand<Guid>
{
    public Guid VolunteerId { get; init; }

    /// <summary>Null for none. The address of mail is the volunteer's own to change: with it one becomes them.</summary>
    public string? Phone { get; init; }

    /// <summary>How they would like to be reached; null for no wish.</summary>
    public ContactWay? Prefers { get; init; }

    public string? Place { get; init; }

    /// <summary>In kilometres.</summary>
    public int? TravelsKilometres { get; init; }

    public List<WeekPart> AvailableOn { get; init; } = [];

    public string? Availability { get; init; }

    public string? Languages { get; init; }

    public string? Expertise { get; init; }

    public string? Wishes { get; init; }

    public string? Training { get; init; }

    public int? Capacity { get; init; }

    public string? ConductDeclarationNumber { get; init; }

    /// <summary>The last day, inclusive; null for none.</summary>
    public DateOnly? ConductDeclarationUntil { get; init; }

    /// <summary>False for who stands beside nobody new.</summary>
    public bool IsActive { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Volunteer>(VolunteerId);
}

internal sealed class SaveVolunteerValidator : AbstractValidator<SaveVolunteerCommand>
{
    private const int FurthestKilometres = 300;
    private const int MostClients = 10;
    private const int MostYearsAhead = 5;

    public SaveVolunteerValidator(TimeProvider time)
    {
        RuleFor(c => c.Phone).MustBeATelephone();
        RuleFor(c => c.Prefers).MustHaveItsNumber(c => c.Phone);
        RuleFor(c => c.Place).NotEmpty().MaximumLength(100);
        RuleFor(c => c.TravelsKilometres).InclusiveBetween(0, FurthestKilometres);
        RuleForEach(c => c.AvailableOn).IsInEnum();
        RuleFor(c => c.Availability).MaximumLength(200);
        RuleFor(c => c.Languages).MaximumLength(Volunteer.MaxLine);
        RuleFor(c => c.Expertise).MaximumLength(1000);
        RuleFor(c => c.Wishes).MaximumLength(Volunteer.MaxWords);
        RuleFor(c => c.Training).MaximumLength(Volunteer.MaxWords);
        RuleFor(c => c.Capacity).NotNull().InclusiveBetween(0, MostClients);
        RuleFor(c => c.ConductDeclarationNumber).MaximumLength(50);
        RuleFor(c => c.ConductDeclarationUntil).LessThanOrEqualTo(time.Today().AddYears(MostYearsAhead)).GreaterThan(new DateOnly(2000, 1, 1));
    }
}

internal sealed class SaveVolunteerHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<SaveVolunteerCommand, Guid>
{
    public async Task<Guid> Handle(SaveVolunteerCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        var volunteer = await db.Volunteers.VisibleTo(db, actor).GetAsync(VolunteerId.From(command.VolunteerId), cancellationToken);
        var account = await db.Accounts.SingleAsync(a => a.Id == volunteer.AccountId, cancellationToken);
        if (command.Prefers == ContactWay.Email && string.IsNullOrEmpty(account.Email))
            throw new ValidationException([new ValidationFailure(nameof(command.Prefers), "") { ErrorCode = ContactRules.EmailMissing }]);
        (account.PhoneNumber, account.PreferredContact) = (Words(command.Phone), command.Prefers);
        (volunteer.Place, volunteer.TravelsKilometres, volunteer.AvailableOn) = (command.Place!, command.TravelsKilometres, [.. command.AvailableOn.Distinct().Order()]);
        (volunteer.Availability, volunteer.Languages, volunteer.Expertise) = (Words(command.Availability), Words(command.Languages), Words(command.Expertise));
        (volunteer.Wishes, volunteer.Training) = (Words(command.Wishes), Words(command.Training));
        (volunteer.Capacity, volunteer.IsActive) = (command.Capacity!.Value, command.IsActive);
        (volunteer.ConductDeclarationNumber, volunteer.ConductDeclarationUntil) = (Words(command.ConductDeclarationNumber), command.ConductDeclarationUntil);
        if (volunteer.HasValidDeclarationOn(time.Today()))
            await db.CallOffAsync(await db.HumanTasks.VisibleTo(actor).AboutDeclarationOf(volunteer.Id).ToListAsync(cancellationToken), time.GetUtcNow(), cancellationToken);
        return volunteer.Id.Value;
    }

    private static string? Words(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
