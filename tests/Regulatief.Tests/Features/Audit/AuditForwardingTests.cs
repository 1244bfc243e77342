using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Audit;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Features.Audit;

/// <summary><see cref="AuditForwarding"/>: to where an organisation watches over its systems.</summary>
public sealed class AuditForwardingTests(SqliteHost host) : FeatureTest(host)
{
    private readonly Receiver _receiver = new();

    private List<JsonNode> Received => [.. _receiver.Bodies.SelectMany(body => body.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => JsonNode.Parse(line)!)];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // Counters outlive a test.
        await Host.ReadAsync(db => db.Counters.Where(c => c.Name == AuditStream.Taken).ExecuteDeleteAsync(Cancel));
    }

    [Fact]
    public async Task Forward_SealedRows_AreSentOnceInTheirOrder()
    {
        await GivenSealedRowsAsync(3);
        using var forwarding = Forwarding();

        (await forwarding.ForwardAsync(Cancel)).ShouldBe(3);
        (await forwarding.ForwardAsync(Cancel)).ShouldBe(0);
        await GivenSealedRowsAsync(1);
        (await forwarding.ForwardAsync(Cancel)).ShouldBe(1);

        var inOrder = await Read(db => db.AuditSeals.OrderBy(s => s.Sequence).Select(s => s.EntryId).ToListAsync(Cancel));
        Received.Select(row => (Guid)row["id"]!).ShouldBe(inOrder);
        _receiver.Authorization.ShouldBe("Bearer sleutel-van-het-bewakingssysteem");
    }

    [Fact]
    public async Task Forward_ReceiverThatIsAway_GetsThemLater()
    {
        await GivenSealedRowsAsync(2);
        using var forwarding = Forwarding();
        _receiver.Answer = HttpStatusCode.ServiceUnavailable;
        await Should.ThrowAsync<HttpRequestException>(forwarding.ForwardAsync(Cancel));

        _receiver.Answer = HttpStatusCode.OK;
        (await forwarding.ForwardAsync(Cancel)).ShouldBe(2);
    }

    /// <summary>Until a signal is shared nobody but its volunteer knows of it: no watching eye either.</summary>
    [Fact]
    public async Task Forward_SignalThatWasNotShared_IsLeftOut()
    {
        var @case = await Given(A.Case().Paired());
        var signal = await As(@case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(@case.Id, RiskSignalKind.PossibleRelapse, "Oude vrienden in beeld.", SignalSeverity.Worrying, new(2026, 11, 23)));
        await As(@case.Volunteer.Account).SendAsync(new RiskSignalOfVolunteerQuery(signal));
        await Host.SealAsync();
        using var forwarding = Forwarding();

        (await forwarding.ForwardAsync(Cancel)).ShouldBeGreaterThan(0);

        Received.ShouldNotBeEmpty();
        Received.ShouldAllBe(row => (string?)row["subjectType"] != nameof(RiskSignal) && (string?)row["action"] != nameof(NoteRiskSignalCommand));
    }

    public override ValueTask DisposeAsync()
    {
        _receiver.Dispose();
        return base.DisposeAsync();
    }

    private AuditForwarding Forwarding() => ActivatorUtilities.CreateInstance<AuditForwarding>(
        Host.Services, new Clients(_receiver), Options.Create(new AuditOptions { ForwardUrl = "https://siem.example/regulatief", ForwardKey = "sleutel-van-het-bewakingssysteem" }));

    private async Task GivenSealedRowsAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Host.WriteAsync(db => db.Add(new AuditEntry { At = Clock.GetUtcNow(), ActorId = Guid.Empty, Kind = AuditKind.Change, Action = "ClearAwayCommand" }));
        await Host.SealAsync();
    }

    private sealed class Receiver : HttpMessageHandler
    {
        public HttpStatusCode Answer { get; set; } = HttpStatusCode.OK;

        public List<string> Bodies { get; } = [];

        public string? Authorization { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorization = request.Headers.Authorization?.ToString();
            if (Answer == HttpStatusCode.OK) Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(Answer);
        }
    }

    private sealed class Clients(Receiver receiver) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(receiver, disposeHandler: false);
    }
}
