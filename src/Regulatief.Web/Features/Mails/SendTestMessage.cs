using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Mailing;

namespace Regulatief.Web.Features.Mails;

/// <summary>Sends a message with made-up values to who asks for it, to see that it comes.</summary>
public sealed record SendTestMessageCommand(NoticeChannel? Channel, MailKind? Kind) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

internal sealed class SendTestMessageValidator : AbstractValidator<SendTestMessageCommand>
{
    public SendTestMessageValidator()
    {
        RuleFor(c => c.Channel).NotNull().IsInEnum();
        RuleFor(c => c.Kind).NotNull().Must((command, kind) => command.Channel is { } channel && kind is { } one && MessageTemplates.All.Contains((channel, one))).WithErrorCode("template-none");
    }
}

internal sealed class SendTestMessageHandler(RegulatiefDbContext db, Actor actor, NoticeChannels channels, AuditTrail trail) : IRequestHandler<SendTestMessageCommand, Guid>
{
    public async Task<Guid> Handle(SendTestMessageCommand command, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, cancellationToken);
        trail.About(AuditSubject.Of<Account>(account.Id));
        if (!await channels.ReachAsync(db, account, command.Channel!.Value, cancellationToken))
            throw new ValidationException([new ValidationFailure(nameof(command.Channel), "") { ErrorCode = "template-unreached" }]);

        await channels.PromiseAsync(db, account, command.Channel.Value, command.Kind!.Value, isTest: true, cancellationToken);
        return account.Id;
    }
}
