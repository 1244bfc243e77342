using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Features.Outbox;

/// <summary>A case whose cycle asks something of a system outside, and that system.</summary>
public abstract class OutboxTest(OutboxTest.Host host) : IClassFixture<OutboxTest.Host>, IAsyncLifetime
{
    protected const string Key = "a key that only these tests hold together";

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected Host Product => host;

    protected Receiver Outside => host.Outside;

    protected CaseUnderTest Case { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync(Cancel);
        Outside.Reset();
        Case = await GivenCase();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<CaseUnderTest> GivenCase() => A.Case().Running("vraag-buiten-dan-taak").InAsync(host);

    protected Task<T> Read<T>(Func<RegulatiefDbContext, Task<T>> read) => host.ReadAsync(read);

    protected Task<OutboxMessage> Message() => Read(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Outbox, m => m.CaseId == Case.Id && m.TaskName == "brief-sturen", Cancel));

    protected Task<int> Deliver() => host.Services.GetRequiredService<OutboxDelivery>().DeliverAsync(Cancel);

    public sealed class Host() : RegulatiefHost(new SqliteDatabase())
    {
        public Receiver Outside { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Outbox:Address", "https://outside.example/tasks").UseSetting("Outbox:Key", Key);
        }

        protected override void Replace(IServiceCollection services) =>
            services.AddHttpClient(nameof(OutboxDelivery)).ConfigurePrimaryHttpMessageHandler(() => Outside);
    }

    /// <summary>Notes each key that it gets, and answers as a test says.</summary>
    public sealed class Receiver : HttpMessageHandler
    {
        public List<string> Keys { get; } = [];

        public JsonNode? Last { get; private set; }

        public string? LastAuthorization { get; private set; }

        public Func<HttpResponseMessage> Answer { get; set; } = Accepted;

        public static HttpResponseMessage Accepted() => new(HttpStatusCode.Accepted);

        public void Reset()
        {
            Keys.Clear();
            Answer = Accepted;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Keys.Add(request.Headers.GetValues(RequestKey.Header).Single());
            LastAuthorization = request.Headers.Authorization?.ToString();
            Last = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            return Answer();
        }
    }
}
