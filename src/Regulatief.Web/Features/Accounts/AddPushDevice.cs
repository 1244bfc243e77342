using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Mailing;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Has this browser show that notices wait. One that another account had added is this one's from now on: who sits there now is told.</summary>
/// <param name="Endpoint">Where its push service takes messages for it.</param>
/// <param name="P256dh">Its public key, base64url.</param>
/// <param name="Auth">The secret that goes with it, base64url.</param>
public sealed record AddPushDeviceCommand(string? Endpoint, string? P256dh, string? Auth, string Device) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<PushDevice>();
}

internal sealed class AddPushDeviceValidator : AbstractValidator<AddPushDeviceCommand>
{
    private const int MaxEndpoint = 1000;
    private const int AuthLength = 16;

    public AddPushDeviceValidator(IOptions<PushOptions> options)
    {
        RuleFor(c => c.Endpoint).Must(endpoint => options.Value.IsOn && endpoint?.Length <= MaxEndpoint && options.Value.Accepts(endpoint)).WithErrorCode("push-endpoint");
        RuleFor(c => c.P256dh).Must(key => PushKey.PointOf(key) is not null).WithErrorCode("push-endpoint");
        RuleFor(c => c.Auth).Must(auth => PushKey.Decoded(auth)?.Length == AuthLength).WithErrorCode("push-endpoint");
    }
}

internal sealed class AddPushDeviceHandler(RegulatiefDbContext db, Actor actor, PushPost push, AuditTrail trail, TimeProvider time) : IRequestHandler<AddPushDeviceCommand, Guid>
{
    public async Task<Guid> Handle(AddPushDeviceCommand command, CancellationToken cancellationToken)
    {
        var hash = HashedSecret.HashOf(command.Endpoint!);
        var subscription = push.Protect(new PushAddress(command.Endpoint!, command.P256dh!, command.Auth!));
        var name = command.Device.Length > Session.MaxDevice ? command.Device[..Session.MaxDevice] : command.Device;
        var device = await db.PushDevices.SingleOrDefaultAsync(d => d.EndpointHash == hash, cancellationToken);
        if (device?.AccountId != actor.AccountId && await db.PushDevices.CountAsync(d => d.AccountId == actor.AccountId, cancellationToken) >= PushDevice.MostOfOne)
            throw new ValidationException([new ValidationFailure(nameof(command.Endpoint), "") { ErrorCode = "push-too-many" }]);

        if (device is null) db.Add(device = new PushDevice { AccountId = actor.AccountId, Subscription = subscription, EndpointHash = hash, Device = name, Since = time.GetUtcNow() });
        else (device.AccountId, device.Subscription, device.Device, device.Since, device.LastUsedAt) = (actor.AccountId, subscription, name, time.GetUtcNow(), null);
        trail.About(AuditSubject.Of<PushDevice>(device.Id));
        return device.Id;
    }
}
