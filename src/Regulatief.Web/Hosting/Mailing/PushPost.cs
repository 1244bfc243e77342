using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Mailing;

/// <summary>Where a browser is reached, and by which keys it reads what it is sent.</summary>
public sealed record PushAddress(string Endpoint, string P256dh, string Auth);

/// <summary>Sends messages to devices by the push service of their browser, which carries them and cannot read them.</summary>
public sealed class PushPost(IHttpClientFactory clients, IOptions<PushOptions> options, VapidKeys keys, IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Regulatief.Push");

    public string Protect(PushAddress address) => _protector.Protect(JsonSerializer.Serialize(address));

    /// <param name="subscription">As it is kept: encrypted.</param>
    /// <returns>False when the push service knows the device no more.</returns>
    /// <exception cref="SendingFailedException">It was not taken.</exception>
    public async Task<bool> SendAsync(string subscription, WrittenMessage message, bool isUrgent, CancellationToken cancellationToken)
    {
        var to = AddressOf(subscription);
        // The settings may name fewer services than when the device was added.
        if (!options.Value.Accepts(to.Endpoint)) throw new SendingFailedException("push-service", true, null);
        var device = new PushSubscription { Endpoint = to.Endpoint };
        device.SetKey(PushEncryptionKeyName.P256DH, to.P256dh);
        device.SetKey(PushEncryptionKeyName.Auth, to.Auth);
        var payload = JsonSerializer.Serialize(new { title = message.Subject, body = message.Body, address = "/" });
        using var site = new VapidAuthentication(keys.Public, keys.Private) { Subject = options.Value.Contact };
        using var http = clients.CreateClient(nameof(PushPost));
        var client = new PushServiceClient(http) { DefaultAuthentication = site, AutoRetryAfter = false };
        try
        {
            await client.RequestPushMessageDeliveryAsync(
                device, new PushMessage(payload) { TimeToLive = (int)TimeSpan.FromDays(1).TotalSeconds, Urgency = isUrgent ? PushMessageUrgency.High : PushMessageUrgency.Normal }, cancellationToken);
            return true;
        }
        catch (PushServiceClientException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return false;
        }
        catch (PushServiceClientException exception)
        {
            throw new SendingFailedException($"http-{(int)exception.StatusCode}", OutsidePost.IsRefusal(exception.StatusCode), exception);
        }
        catch (HttpRequestException exception)
        {
            throw new SendingFailedException($"http-{exception.HttpRequestError}", false, exception);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SendingFailedException("http-timeout", false, exception);
        }
    }

    private PushAddress AddressOf(string subscription)
    {
        try
        {
            return JsonSerializer.Deserialize<PushAddress>(_protector.Unprotect(subscription))!;
        }
        catch (CryptographicException exception)
        {
            throw new SendingFailedException("keys-gone", true, exception);
        }
    }
}
