using FluentValidation;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.StartContacts;

public sealed class StartContactAnswers
{
    public DateOnly? HeldOn { get; set; }

    public LocationType? Location { get; set; }

    public string? Expectations { get; set; }

    public string? VolunteerExpertise { get; set; }

    public string? ProfessionalExpertise { get; set; }
}

/// <param name="VolunteerName">Null between two volunteers.</param>
public sealed record StartContactChoices(string? VolunteerName);

/// <summary>Volunteer and professional meet before they work together.</summary>
internal sealed class StartContactForm : TaskForm<StartContactAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.StartContact;

    public override Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<object>(new StartContactAnswers { VolunteerExpertise = scope.Case.CurrentAssignment?.Volunteer.Expertise });

    public override Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<object?>(new StartContactChoices(scope.Case.CurrentAssignment?.Volunteer.NameFor(scope.Actor.Role)));

    protected override void Check(AbstractValidator<StartContactAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.HeldOn).NotNull().GreaterThanOrEqualTo(scope.PairedSince).LessThanOrEqualTo(scope.Today);
        rules.RuleFor(a => a.Location).NotNull().IsInEnum();
        rules.RuleFor(a => a.Expectations).NotEmpty().MaximumLength(4000);
        rules.RuleFor(a => a.VolunteerExpertise).NotEmpty().MaximumLength(2000);
        rules.RuleFor(a => a.ProfessionalExpertise).NotEmpty().MaximumLength(2000);
    }

    protected override Task<string> ApplyAsync(TaskFormScope scope, StartContactAnswers answers, CancellationToken cancellationToken)
    {
        var contact = new StartContact
        {
            CaseId = scope.Case.Id,
            HeldOn = answers.HeldOn!.Value,
            Location = answers.Location!.Value,
            Expectations = answers.Expectations!,
            VolunteerExpertise = answers.VolunteerExpertise!,
            ProfessionalExpertise = answers.ProfessionalExpertise!,
            RecordedById = scope.Actor.AccountId,
            RecordedAt = scope.Now,
        };
        scope.Db.StartContacts.Add(contact);
        scope.Tell(TimelineKind.TaskCompleted, scope.Task.Id.Value, scope.Task.Title);
        return Task.FromResult("Done");
    }
}
