using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Mailing;

/// <summary>By one POST of JSON, in the words that the settings give it.</summary>
internal sealed class HttpSmsGateway(IHttpClientFactory clients, IOptions<SmsOptions> options) : ISmsGateway
{
    public async Task SendAsync(Guid id, string number, string text, CancellationToken cancellationToken)
    {
        var body = SmsBody.Fill(options.Value.Body, new() { ["to"] = number, ["from"] = options.Value.Sender, ["text"] = text, ["id"] = $"{id}" });
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(options.Value.Header, options.Value.Secret);
        using var client = clients.CreateClient(nameof(HttpSmsGateway));
        await OutsidePost.SendAsync(client, request, cancellationToken);
    }
}

/// <summary>Into a folder, for who builds and tries.</summary>
internal sealed class FolderSmsGateway(IOptions<SmsOptions> options) : ISmsGateway
{
    public async Task SendAsync(Guid id, string number, string text, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(options.Value.Folder);
            await File.WriteAllTextAsync(Path.Combine(options.Value.Folder, $"{Guid.CreateVersion7()}.txt"), $"{number}\n\n{text}\n", cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SendingFailedException("folder", false, exception);
        }
    }
}

/// <summary>What an answer over HTTP says about whether something was taken.</summary>
internal static class OutsidePost
{
    /// <exception cref="SendingFailedException">It was not taken. A refusal is for good; what may go better another time is tried again, under the same id.</exception>
    public static async Task SendAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode) throw new SendingFailedException($"http-{(int)answer.StatusCode}", IsRefusal(answer.StatusCode), null);
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

    public static bool IsRefusal(HttpStatusCode status) => (int)status is >= 400 and < 500 && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);
}
