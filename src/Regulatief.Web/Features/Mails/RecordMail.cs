using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Mails;

/// <summary>Keeps how the sending of a mail ended.</summary>
/// <param name="Failure">A code; null when it was taken.</param>
/// <param name="IsOver">Whether it is not tried again by itself: the other side may have taken it all the same.</param>
public sealed record RecordMailCommand(Guid MailId, string? Failure, bool IsOver) : ICommand<Unit>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Mail>(MailId);
}

internal sealed class RecordMailHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<RecordMailCommand, Unit>
{
    public async Task<Unit> Handle(RecordMailCommand command, CancellationToken cancellationToken)
    {
        var mail = await db.Mails.FindAsync([command.MailId], cancellationToken) ?? throw new NotFoundException(nameof(Mail), command.MailId);
        if (command.Failure is { } failure) mail.Fail(failure, command.IsOver, time.GetUtcNow());
        else mail.Send(time.GetUtcNow());
        return Unit.Value;
    }
}
