using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Has one of the own devices show nothing any more; from any of them, since the device may be lost.</summary>
/// <exception cref="NotFoundException">No such device of the own account.</exception>
public sealed record RemovePushDeviceCommand(Guid DeviceId) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<PushDevice>(DeviceId);
}

internal sealed class RemovePushDeviceHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<RemovePushDeviceCommand, Guid>
{
    public async Task<Guid> Handle(RemovePushDeviceCommand command, CancellationToken cancellationToken) =>
        await db.PushDevices.Where(d => d.Id == command.DeviceId && d.AccountId == actor.AccountId).ExecuteDeleteAsync(cancellationToken) > 0
            ? command.DeviceId
            : throw new NotFoundException(nameof(PushDevice), command.DeviceId);
}
