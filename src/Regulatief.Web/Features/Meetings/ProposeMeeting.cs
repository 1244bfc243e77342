using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Meetings;

/// <summary>One of the three asks the others to meet then and there, or then instead of when they agreed. Replaces what was proposed before.</summary>
/// <param name="On">Europe/Amsterdam, as <paramref name="At"/>; at most a year ahead.</param>
/// <param name="Reason">Why it is moved; asked where a time was agreed.</param>
/// <param name="Despite">That what speaks against it was read.</param>
/// <exception cref="ValidationException">Something speaks against it and <paramref name="Despite"/> is not said: a code for each under its name.</exception>
/// <exception cref="CaseRuleException"><c>meeting-already-recorded</c>, <c>meeting-case-paused</c>, <c>case-closed</c>, <c>role-may-not</c>.</exception>
public sealed record ProposeMeetingCommand(
    MeetingId MeetingId, DateOnly? On, TimeOnly? At, int? Minutes, LocationType? Place, string? PlaceInWords, string? Reason, bool Despite)
    : ICommand<MeetingProposalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(MeetingId);
}

internal sealed class ProposeMeetingValidator : AbstractValidator<ProposeMeetingCommand>
{
    public ProposeMeetingValidator(TimeProvider time)
    {
        RuleFor(c => c.On).NotNull().GreaterThanOrEqualTo(time.Today()).LessThanOrEqualTo(time.Today().AddYears(1));
        RuleFor(c => c.At).NotNull();
        RuleFor(c => c.Minutes).NotNull().InclusiveBetween(MeetingTime.FewestMinutes, MeetingTime.MostMinutes);
        RuleFor(c => c.Place).NotNull().IsInEnum();
        RuleFor(c => c.PlaceInWords).MaximumLength(MeetingTime.MaxPlace);
        RuleFor(c => c.Reason).MaximumLength(MeetingProposal.MaxReason);
    }
}

internal sealed class ProposeMeetingHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<ProposeMeetingCommand, MeetingProposalId>
{
    public async Task<MeetingProposalId> Handle(ProposeMeetingCommand command, CancellationToken cancellationToken)
    {
        var (meeting, @case) = await db.MeetingForChangeAsync(command.MeetingId, actor, cancellationToken);
        var party = actor.ExpectAtTable();
        @case.RefuseIfClosed();
        if (@case.IsPaused) throw new CaseRuleException("meeting-case-paused", @case.Number);
        if (meeting.Agreed is not null && string.IsNullOrWhiteSpace(command.Reason)) throw Wrong(nameof(command.Reason), "meeting-move-without-reason");

        var now = time.GetUtcNow();
        var asked = new MeetingTime
        {
            StartsAt = LegalTime.At(command.On!.Value, command.At!.Value),
            Minutes = command.Minutes!.Value,
            Place = command.Place!.Value,
            PlaceInWords = string.IsNullOrWhiteSpace(command.PlaceInWords) ? null : command.PlaceInWords,
        };
        await RefuseUnlessFitsAsync(meeting, @case, asked, command.Despite, now, cancellationToken);

        var proposal = meeting.Propose(asked, party, actor.AccountId, meeting.Agreed is null ? null : command.Reason, now);
        new MeetingNews(db, meeting, @case, actor, now).Tell(NoticeKind.MeetingProposed);
        return proposal.Id;
    }

    private async Task RefuseUnlessFitsAsync(ThreeWayMeeting meeting, Case @case, MeetingTime asked, bool despite, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fit = await db.FitAsync(meeting, @case, asked, now, cancellationToken);
        if (fit.Refusal is { } refusal) throw Wrong(refusal == "meeting-place-not-safe" ? nameof(ProposeMeetingCommand.Place) : nameof(ProposeMeetingCommand.At), refusal);
        if (fit.Warnings.Count > 0 && !despite)
            throw new ValidationException(fit.Warnings.Select(code => new ValidationFailure(nameof(ProposeMeetingCommand.Despite), "") { ErrorCode = code }));
    }

    private static ValidationException Wrong(string field, string code) => new([new ValidationFailure(field, "") { ErrorCode = code }]);
}
