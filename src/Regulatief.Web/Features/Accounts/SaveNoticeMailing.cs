using FluentValidation;
using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Changes when one is told by mail that notices wait. Danger is always told at once.</summary>
public sealed record SaveNoticeMailingCommand : ICommand<Guid>
{
    public NoticeMailPace? Pace { get; init; }

    /// <summary>Europe/Amsterdam, as the others; asked of who wants one mail a day.</summary>
    public TimeOnly? DailyAt { get; init; }

    /// <summary>Null, like the other, for no quiet hours.</summary>
    public TimeOnly? QuietFrom { get; init; }

    public TimeOnly? QuietUntil { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();

    public static SaveNoticeMailingCommand Of(NoticeMailing mailing) =>
        new() { Pace = mailing.Pace, DailyAt = mailing.DailyAt, QuietFrom = mailing.QuietFrom, QuietUntil = mailing.QuietUntil };
}

internal sealed class SaveNoticeMailingValidator : AbstractValidator<SaveNoticeMailingCommand>
{
    public SaveNoticeMailingValidator()
    {
        RuleFor(c => c.Pace).NotNull().IsInEnum();
        RuleFor(c => c.DailyAt).NotNull().When(c => c.Pace == NoticeMailPace.Daily);
        RuleFor(c => c.QuietFrom).NotNull().When(c => c.QuietUntil is not null);
        RuleFor(c => c.QuietUntil).NotNull().When(c => c.QuietFrom is not null);
        RuleFor(c => c.QuietUntil).NotEqual(c => c.QuietFrom).WithErrorCode("quiet-all-day").When(c => c.QuietFrom is not null);
    }
}

internal sealed class SaveNoticeMailingHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<SaveNoticeMailingCommand, Guid>
{
    public async Task<Guid> Handle(SaveNoticeMailingCommand command, CancellationToken cancellationToken)
    {
        if (await db.NoticeMailings.FindAsync([actor.AccountId], cancellationToken) is not { } mailing) db.Add(mailing = new NoticeMailing { AccountId = actor.AccountId });
        mailing.Pace = command.Pace!.Value;
        mailing.DailyAt = command.DailyAt ?? mailing.DailyAt;
        (mailing.QuietFrom, mailing.QuietUntil) = (command.QuietFrom, command.QuietUntil);
        return actor.AccountId;
    }
}
