using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Contacts;

public sealed class ContactSilenceAnswers
{
    /// <summary>What was heard or arranged.</summary>
    public string? Note { get; set; }
}

/// <param name="Last">What was logged last in this pairing; null when nothing was.</param>
/// <param name="Volunteer">With how they are reached; null when they left.</param>
public sealed record ContactSilenceChoices(ContactFrequency Agreed, DateOnly Since, LastContact? Last, PartyContact? Volunteer);

/// <summary>An activity without its note, which is its volunteer's alone.</summary>
public sealed record LastContact(DateOnly On, VolunteerActivityCategory Category, LocationType Location, int? Minutes);

/// <summary>The professional asks after contact that was not logged.</summary>
internal sealed class ContactSilenceForm : TaskForm<ContactSilenceAnswers>
{
    public const string AskedAfter = "AskedAfter";

    public override HumanTaskKind Kind => HumanTaskKind.ContactSilence;

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var silence = await SilenceOfAsync(scope, cancellationToken);
        var volunteer = scope.Case.Assignments.Find(a => a.Id == silence.AssignmentId)?.VolunteerId;
        var last = await scope.Db.VolunteerActivities.Where(a => a.CaseId == scope.Case.Id && a.VolunteerId == volunteer).OrderByDescending(a => a.On)
            .Select(a => new LastContact(a.On, a.Category, a.Location, a.Minutes)).FirstOrDefaultAsync(cancellationToken);
        var contacts = await scope.Db.ContactsOfAsync(scope.Case, scope.Actor, isWork: true, cancellationToken);
        return new ContactSilenceChoices(new ContactFrequency(silence.Times, silence.Per), silence.Since, last, contacts.FirstOrDefault(c => c.Party == CaseRole.Volunteer));
    }

    protected override void Check(AbstractValidator<ContactSilenceAnswers> rules, TaskFormScope scope) =>
        rules.RuleFor(a => a.Note).NotEmpty().MaximumLength(ContactSilence.MaxNote);

    protected override async Task<string> ApplyAsync(TaskFormScope scope, ContactSilenceAnswers answers, CancellationToken cancellationToken)
    {
        (await SilenceOfAsync(scope, cancellationToken)).AskedAfter(answers.Note!);
        scope.Tell(TimelineKind.TaskCompleted, scope.Task.Id.Value, scope.Task.Title);
        return AskedAfter;
    }

    private static Task<ContactSilence> SilenceOfAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.ContactSilences.SingleAsync(s => s.Id == scope.Task.SubjectId, cancellationToken);
}
