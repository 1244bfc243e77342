using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Features.Outbox;

public sealed class AnswerOutsideTaskTests(OutboxTest.Host host) : OutboxTest(host)
{
    [Fact]
    public async Task AnswerOutsideTask_Sent_WakesTheCycle()
    {
        await Deliver();

        var answer = await AnswerAsync((await Message()).Id, Key, new { result = new { nummer = 7 } });

        answer.ShouldBe(HttpStatusCode.NoContent);
        (await OpenTasks()).ShouldBe(1);
    }

    [Fact]
    public async Task AnswerOutsideTask_BeforeItWasKnownToBeSent_IsNotSentAgain()
    {
        await AnswerAsync((await Message()).Id, Key, new { result = 1 });

        (await Deliver()).ShouldBe(0);

        (await OpenTasks()).ShouldBe(1);
    }

    [Fact]
    public async Task AnswerOutsideTask_Twice_IsAlreadyDone()
    {
        await AnswerAsync((await Message()).Id, Key, new { result = 1 });

        (await AnswerAsync((await Message()).Id, Key, new { result = 1 })).ShouldBe(HttpStatusCode.Conflict);

        (await OpenTasks()).ShouldBe(1);
    }

    [Fact]
    public async Task AnswerOutsideTask_TwiceWithOneKey_IsAnsweredTheSame()
    {
        var task = (await Message()).Id;
        await AnswerAsync(task, Key, new { result = 1 }, "one");

        (await AnswerAsync(task, Key, new { result = 1 }, "one")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task AnswerOutsideTask_NoSuchTask_IsNotFound() =>
        (await AnswerAsync(Guid.CreateVersion7(), Key, new { result = 1 })).ShouldBe(HttpStatusCode.NotFound);

    [Theory]
    [InlineData(null)]
    [InlineData("a key that is not the one they hold together")]
    public async Task AnswerOutsideTask_WithoutTheKey_IsRefused(string? key)
    {
        (await AnswerAsync((await Message()).Id, key, new { result = 1 })).ShouldBe(HttpStatusCode.Unauthorized);

        (await OpenTasks()).ShouldBe(0);
    }

    [Fact]
    public async Task AnswerOutsideTask_ByAPersonWithAToken_IsForbidden()
    {
        using var api = await Product.As(Case.Officer).ApiAsync();
        var token = api.DefaultRequestHeaders.Authorization!.Parameter;

        (await AnswerAsync((await Message()).Id, token, new { result = 1 })).ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task AnswerOutsideTask_ADocumentAsResult_IsRefused()
    {
        (await AnswerAsync((await Message()).Id, Key, new { result = new string('x', 20_000) })).ShouldBe(HttpStatusCode.BadRequest);

        (await OpenTasks()).ShouldBe(0);
    }

    private Task<int> OpenTasks() => Read(db => db.HumanTasks.CountAsync(t => t.CaseId == Case.Id, Cancel));

    private async Task<HttpStatusCode> AnswerAsync(Guid task, string? key, object body, string? idempotencyKey = null)
    {
        using var client = Product.CreateDefaultClient(Person.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/outside-tasks/{task}/answer") { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add(RequestKey.Header, idempotencyKey ?? Guid.NewGuid().ToString());
        using var answer = await client.SendAsync(request, Cancel);
        return answer.StatusCode;
    }
}
