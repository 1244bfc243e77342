using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>The professional writes down, with the client, what a volunteer may know of them before saying yes; or that they do not agree (any more), which ends what was asked.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>case-closed</c>, <c>role-may-not</c>.</exception>
public sealed record SaveMatchProfileCommand : ICommand<CaseId>, IConcernsCase
{
    public CaseId CaseId { get; init; }

    public bool? IsAgreed { get; init; }

    /// <summary>When the client said so; not in the future.</summary>
    public DateOnly? AgreedOn { get; init; }

    public List<VolunteerActivityCategory> Help { get; init; } = [];

    public string? Place { get; init; }

    public List<WeekPart> AvailableOn { get; init; } = [];

    public string? Languages { get; init; }

    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class SaveMatchProfileValidator : AbstractValidator<SaveMatchProfileCommand>
{
    public SaveMatchProfileValidator(TimeProvider time)
    {
        RuleFor(c => c.IsAgreed).NotNull();
        When(c => c.IsAgreed == true, () =>
        {
            RuleFor(c => c.AgreedOn).NotNull().LessThanOrEqualTo(time.Today());
            RuleFor(c => c.Help).NotEmpty();
        });
        RuleForEach(c => c.Help).Must(help => MatchProfile.HelpKinds.Contains(help)).WithErrorCode("no-such-choice");
        RuleForEach(c => c.AvailableOn).IsInEnum();
        RuleFor(c => c.Place).MaximumLength(MatchProfile.MaxPlace);
        RuleFor(c => c.Languages).MaximumLength(Volunteer.MaxLine);
    }
}

internal sealed class SaveMatchProfileHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<SaveMatchProfileCommand, CaseId>
{
    public async Task<CaseId> Handle(SaveMatchProfileCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        @case.RefuseIfClosed();
        var now = time.GetUtcNow();
        var profile = await db.MatchProfiles.SingleOrDefaultAsync(p => p.CaseId == @case.Id, cancellationToken);
        if (command.IsAgreed == false)
        {
            if (profile is null) return @case.Id;
            db.MatchProfiles.Remove(profile);
            await db.LapseOfCaseAsync(@case.Id, MatchLapse.ProfileTakenBack, now, cancellationToken);
            return @case.Id;
        }

        if (profile is null) db.MatchProfiles.Add(profile = new MatchProfile { CaseId = @case.Id, AgreedOn = command.AgreedOn!.Value, RecordedById = actor.AccountId, RecordedAt = now });
        (profile.AgreedOn, profile.RecordedById, profile.RecordedAt) = (command.AgreedOn!.Value, actor.AccountId, now);
        (profile.Place, profile.Languages) = (Words(command.Place), Words(command.Languages));
        (profile.AvailableOn, profile.Help) = ([.. command.AvailableOn.Distinct().Order()], [.. command.Help.Distinct().Order()]);
        return @case.Id;
    }

    private static string? Words(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
