using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Health;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Features.Audit;

/// <summary>The end of the chain, signed, in a place where it is written once.</summary>
public sealed class AuditAnchorTests(SqliteHost host) : FeatureTest(host)
{
    private AuditWatch Watch => Host.Services.GetRequiredService<AuditWatch>();

    private AnchorPlace Place => Host.Services.GetRequiredService<AnchorPlace>();

    [Fact]
    public async Task Anchor_NothingSealed_IsNotMade() => (await Watch.AnchorAsync(Cancel)).ShouldBeNull();

    [Fact]
    public async Task Anchor_OfTheEnd_IsAFileThatIsSigned()
    {
        await GivenSealedRowAsync();

        var anchor = (await Watch.AnchorAsync(Cancel))!;

        var read = Place.Read()!;
        read.Trusted.ShouldHaveSingleItem().ShouldBe(anchor);
        anchor.At.ShouldBe(Clock.GetUtcNow());
        var seal = (await Host.Services.GetRequiredService<AuditSealer>().HeadAsync(Cancel))!;
        (anchor.Sequence, anchor.Hash).ShouldBe((seal.Sequence, Convert.ToHexStringLower(seal.Hash)));
        // The signature is an ordinary one: whoever has the public key can check it without this program.
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Host.SigningKeyFile, Cancel));
        key.VerifyData(
            System.Text.Encoding.UTF8.GetBytes($"Regulatief.AuditAnchor.1\n{anchor.Sequence}\n{anchor.Hash}\n2026-11-24T08:00:00.0000000Z\n\n"),
            Convert.FromBase64String(anchor.Signature), HashAlgorithmName.SHA256).ShouldBeTrue();
    }

    [Fact]
    public async Task Anchor_NothingNew_IsNotMadeAgain()
    {
        await GivenSealedRowAsync();
        await Watch.AnchorAsync(Cancel);

        (await Watch.AnchorAsync(Cancel)).ShouldBeNull();

        await GivenSealedRowAsync();
        (await Watch.AnchorAsync(Cancel)).ShouldNotBeNull();
        Place.Read()!.Trusted.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Anchor_InItsPlace_IsNeverWrittenOver()
    {
        await GivenSealedRowAsync();
        var anchor = (await Watch.AnchorAsync(Cancel))!;

        await Should.ThrowAsync<IOException>(Place.Folder!.WriteAsync(anchor, Cancel));
    }

    [Fact]
    public async Task Anchor_ChainWithoutItsLastAnchor_IsToldAndGetsNoFurtherOne()
    {
        for (var i = 0; i < 3; i++) await GivenSealedRowAsync();
        await Watch.AnchorAsync(Cancel);
        await Host.Database.TamperAsync("DELETE FROM AuditSeals WHERE Sequence > 1; DELETE FROM AuditEntries WHERE Id NOT IN (SELECT EntryId FROM AuditSeals)", Cancel);

        (await Watch.AnchorAsync(Cancel)).ShouldBeNull();

        Host.Log.Lines.ShouldContain(line => line.StartsWith("Critical", StringComparison.Ordinal) && line.Contains("does not agree with its anchor 3", StringComparison.Ordinal));
        Host.Services.GetRequiredService<AuditState>().Problem.ShouldNotBeNull().ShouldContain("a backup was restored");
        await Host.ResetAsync(Cancel);
        await Watch.AnchorAsync(Cancel);
        Host.Services.GetRequiredService<AuditState>().Problem.ShouldBeNull();
    }

    /// <summary>A file that was not written to its end, as when the power went, is told and is no damage: it cannot be taken away again.</summary>
    [Fact]
    public async Task Anchor_NotWrittenWhole_IsPassedBy()
    {
        await GivenSealedRowAsync();
        await Watch.AnchorAsync(Cancel);
        await File.WriteAllTextAsync(Path.Combine(Host.AnchorFolder, "000000000002-20991124T080500000Z.json"), "{ \"sequence\": 2", Cancel);

        (await Watch.AnchorAsync(Cancel)).ShouldBeNull();

        var read = Place.Read()!;
        (read.Trusted.Count, read.Untrusted, read.Unreadable).ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task Anchor_ToAnAddress_IsPutThereOnce()
    {
        await GivenSealedRowAsync();
        using var outside = new Taker();
        using var keys = AnchorKeys.Parse(AnchorKeys.MakePem());
        var place = new AnchorPlace(null, new Uri("https://anker.example/regulatief/"), keys);
        using var watch = WatchOf(place, outside);

        var anchor = (await watch.AnchorAsync(Cancel))!;

        outside.Taken.ShouldHaveSingleItem().ShouldBe(($"PUT https://anker.example/regulatief/{anchor.FileName}", "*", anchor.ToJson()));
        (await watch.AnchorAsync(Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Anchor_AddressThatDoesNotTakeIt_IsTriedAgain()
    {
        await GivenSealedRowAsync();
        using var outside = new Taker { Answer = HttpStatusCode.ServiceUnavailable };
        using var keys = AnchorKeys.Parse(AnchorKeys.MakePem());
        using var watch = WatchOf(new AnchorPlace(null, new Uri("https://anker.example/"), keys), outside);
        await Should.ThrowAsync<HttpRequestException>(watch.AnchorAsync(Cancel));
        outside.Answer = HttpStatusCode.Created;

        (await watch.AnchorAsync(Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Anchor_WithoutKeyOrPlace_IsToldAndTheProgramGoesOn()
    {
        await GivenSealedRowAsync();
        using var keys = AnchorKeys.Parse(AnchorKeys.MakePem());
        using var outside = new Taker();
        foreach (var (place, missing) in ((AnchorPlace, string)[])[(new(Place.Folder, null, null), "Audit:SigningKeyFile"), (new(null, null, keys), "Audit:AnchorFolder")])
        {
            var state = new AuditState(place);
            using var watch = WatchOf(place, outside, state);

            await watch.StartAsync(Cancel);
            (await watch.AnchorAsync(Cancel)).ShouldBeNull();
            await watch.StopAsync(Cancel);

            state.Problem.ShouldNotBeNull().ShouldContain(missing);
            Host.Log.Lines.ShouldContain(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains(missing, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Keys_ReplacedOne_IsStillBelieved()
    {
        var (old, fresh) = (AnchorKeys.MakePem(), AnchorKeys.MakePem());
        using var before = AnchorKeys.Parse(old);
        using var publicKey = ECDsa.Create();
        publicKey.ImportFromPem(old);
        using var after = AnchorKeys.Parse($"{fresh}\n{publicKey.ExportSubjectPublicKeyInfoPem()}");
        var anchor = before.Sign(new AuditSeal { Sequence = 1, EntryId = Guid.Empty, At = Clock.GetUtcNow(), Salt = [], PayloadHash = [], Hash = new byte[32] }, Clock.GetUtcNow());

        after.Signed(anchor).ShouldBeTrue();
        after.CanSign.ShouldBeTrue();
        using var stranger = AnchorKeys.Parse(fresh);
        stranger.Signed(anchor).ShouldBeFalse();
        using var reader = AnchorKeys.Parse(publicKey.ExportSubjectPublicKeyInfoPem());
        (reader.CanSign, reader.Signed(anchor)).ShouldBe((false, true));
    }

    [Theory]
    [InlineData("no key at all")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void Keys_ThatAreNone_AreRefused(string pem) => Should.Throw<Exception>(() => AnchorKeys.Parse(pem)).ShouldBeAssignableTo<CryptographicException>();

    [Fact]
    public void Keys_OnAnotherCurve_AreRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Should.Throw<CryptographicException>(() => AnchorKeys.Parse(key.ExportPkcs8PrivateKeyPem())).Message.ShouldContain("P-256");
    }

    [Theory]
    [InlineData("AnchorUrl", "http://anker.example", "expected an absolute https address")]
    [InlineData("AnchorUrl", "anker.example", "expected an absolute https address")]
    [InlineData("ForwardUrl", "http://siem.example", "expected an absolute https address")]
    [InlineData("SigningKeyFile", "/nergens/sleutel.pem", "there is no such file")]
    [InlineData("AnchorUrl", "https://anker.example", null)]
    [InlineData("AnchorUrl", "http://127.0.0.1:9000/ankers", null)]
    public void Options_ThatCannotBeUsed_AreTold(string setting, string value, string? problem)
    {
        var options = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting, (string?)value)]).Build().Get<AuditOptions>()!;

        if (problem is null) options.Problem().ShouldBeNull();
        else options.Problem().ShouldNotBeNull().ShouldContain(problem);
    }

    private AuditWatch WatchOf(AnchorPlace place, Taker outside, AuditState? state = null) => ActivatorUtilities.CreateInstance<AuditWatch>(Host.Services, place, state ?? new AuditState(place), new Clients(outside));

    private async Task GivenSealedRowAsync()
    {
        await Host.WriteAsync(db => db.Add(new AuditEntry { At = Clock.GetUtcNow(), ActorId = Guid.Empty, Kind = AuditKind.Change, Action = "ClearAwayCommand" }));
        await Host.SealAsync();
    }

    /// <summary>A place outside that takes what is put there.</summary>
    private sealed class Taker : HttpMessageHandler
    {
        public HttpStatusCode Answer { get; set; } = HttpStatusCode.Created;

        public List<(string Request, string Once, string Body)> Taken { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Answer == HttpStatusCode.Created) Taken.Add(($"{request.Method} {request.RequestUri}", $"{request.Headers.IfNoneMatch}", await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new HttpResponseMessage(Answer);
        }
    }

    private sealed class Clients(Taker outside) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(outside, disposeHandler: false);
    }
}
