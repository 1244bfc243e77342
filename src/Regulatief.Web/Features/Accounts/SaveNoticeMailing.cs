using FluentValidation;
using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Changes when, by which ways and of what one is told that notices wait. Danger is always told at once, by each way.</summary>
public sealed record SaveNoticeMailingCommand : ICommand<Guid>
{
    /// <summary>Of mail; null, as of the other ways, leaves what was chosen.</summary>
    public NoticeMailPace? Pace { get; init; }

    public List<NoticeTopic> MailAbout { get; init; } = [];

    public NoticeMailPace? SmsPace { get; init; }

    public List<NoticeTopic> SmsAbout { get; init; } = [];

    public NoticeMailPace? PushPace { get; init; }

    public List<NoticeTopic> PushAbout { get; init; } = [];

    /// <summary>Europe/Amsterdam, as the others; asked of who wants to be told once a day.</summary>
    public TimeOnly? DailyAt { get; init; }

    /// <summary>Null, like the other, for no quiet hours.</summary>
    public TimeOnly? QuietFrom { get; init; }

    public TimeOnly? QuietUntil { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();

    public static SaveNoticeMailingCommand Of(NoticeMailing mailing) => new()
    {
        Pace = mailing.Pace,
        MailAbout = Other(mailing.MailWithout),
        SmsPace = mailing.PaceOf(NoticeChannel.Sms),
        SmsAbout = Other(mailing.SmsWithout),
        PushPace = mailing.PaceOf(NoticeChannel.Push),
        PushAbout = Other(mailing.PushWithout),
        DailyAt = mailing.DailyAt,
        QuietFrom = mailing.QuietFrom,
        QuietUntil = mailing.QuietUntil,
    };

    /// <summary>What is kept is what one does without: a topic that comes later is told of.</summary>
    internal static List<NoticeTopic> Other(IEnumerable<NoticeTopic> topics) => [.. Enum.GetValues<NoticeTopic>().Except(topics)];
}

internal sealed class SaveNoticeMailingValidator : AbstractValidator<SaveNoticeMailingCommand>
{
    public SaveNoticeMailingValidator()
    {
        RuleFor(c => c.Pace).IsInEnum();
        RuleFor(c => c.SmsPace).IsInEnum();
        RuleFor(c => c.PushPace).IsInEnum();
        RuleFor(c => c.MailAbout).NotEmpty().When(c => Tells(c.Pace)).WithErrorCode("notice-topics");
        RuleFor(c => c.SmsAbout).NotEmpty().When(c => Tells(c.SmsPace)).WithErrorCode("notice-topics");
        RuleFor(c => c.PushAbout).NotEmpty().When(c => Tells(c.PushPace)).WithErrorCode("notice-topics");
        RuleForEach(c => c.MailAbout).IsInEnum();
        RuleForEach(c => c.SmsAbout).IsInEnum();
        RuleForEach(c => c.PushAbout).IsInEnum();
        RuleFor(c => c.DailyAt).NotNull().When(c => c.Pace == NoticeMailPace.Daily || c.SmsPace == NoticeMailPace.Daily || c.PushPace == NoticeMailPace.Daily);
        RuleFor(c => c.QuietFrom).NotNull().When(c => c.QuietUntil is not null);
        RuleFor(c => c.QuietUntil).NotNull().When(c => c.QuietFrom is not null);
        RuleFor(c => c.QuietUntil).NotEqual(c => c.QuietFrom).WithErrorCode("quiet-all-day").When(c => c.QuietFrom is not null);
    }

    private static bool Tells(NoticeMailPace? pace) => pace is not (null or NoticeMailPace.Never);
}

internal sealed class SaveNoticeMailingHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<SaveNoticeMailingCommand, Guid>
{
    public async Task<Guid> Handle(SaveNoticeMailingCommand command, CancellationToken cancellationToken)
    {
        if (await db.NoticeMailings.FindAsync([actor.AccountId], cancellationToken) is not { } mailing) db.Add(mailing = new NoticeMailing { AccountId = actor.AccountId });
        if (command.Pace is { } mail) (mailing.Pace, mailing.MailWithout) = (mail, SaveNoticeMailingCommand.Other(command.MailAbout));
        if (command.SmsPace is { } sms) (mailing.SmsPace, mailing.SmsWithout) = (sms, SaveNoticeMailingCommand.Other(command.SmsAbout));
        if (command.PushPace is { } push) (mailing.PushPace, mailing.PushWithout) = (push, SaveNoticeMailingCommand.Other(command.PushAbout));
        mailing.DailyAt = command.DailyAt ?? mailing.DailyAt;
        (mailing.QuietFrom, mailing.QuietUntil) = (command.QuietFrom, command.QuietUntil);
        return actor.AccountId;
    }
}
