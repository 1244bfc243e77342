using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Engine.Format;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Robustness;

/// <summary>More than anyone would send, to the real program over a socket: refused at once, without keeping it.</summary>
public sealed class OversizedInputTests(OversizedInputTests.Host host) : IClassFixture<OversizedInputTests.Host>
{
    private const long HundredMegabytes = 100L * 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("100 MB, its length told", "/api/v1/cases", true, 413)]
    [InlineData("100 MB, its length not told", "/api/v1/cases", false, 413)]
    [InlineData("100 MB to whoever is not logged in", "/api/v1/auth/token", false, 413)]
    [InlineData("100 MB to the designer's API", "/elsa/api/workflow-definitions", false, 413)]
    [InlineData("100 MB as a search", "/api/v1/cases/search", false, 413)]
    public Task Body_OfHundredMegabytes_IsRefusedAtOnce(string what, string path, bool isLengthTold, int status) =>
        ShouldAnswerAsync(what, path, new Body("{\"lastName\":\"", "x", HundredMegabytes, "\"}", isLengthTold), status);

    [Theory]
    [InlineData("10,000 levels", "/api/v1/cases", "[", 10_000, 400)]
    [InlineData("a million items", "/api/v1/cases", "1,", 1_000_000, 413)]
    [InlineData("400,000 items", "/api/v1/cases", "1,", 400_000, 400)]
    [InlineData("250,000 goals", "/api/v1/cases", "{},", 250_000, 400)]
    [InlineData("10,000 levels to the designer's API", "/elsa/api/workflow-definitions", "[", 10_000, 400)]
    public Task Body_OfManyParts_IsRefusedAtOnce(string what, string path, string part, int count, int status) =>
        ShouldAnswerAsync(what, path, new Body("{\"goals\":[", part, (long)part.Length * count, "1]}", IsLengthTold: true), status);

    [Theory]
    [InlineData(60, 400)]
    [InlineData(1_300, 400)]
    [InlineData(2_000, 400)]
    public Task Search_OfManyWords_IsRefusedAtOnce(int words, int status) =>
        ShouldAnswerAsync($"{words} words", "/api/v1/cases/search", new Body("{\"words\":\"", "ab ", 3L * words, "\"}", IsLengthTold: true), status);

    [Fact]
    public async Task Definition_OfFiftyThousandNodes_IsRefusedWithTheReason()
    {
        var nodes = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $$"""{"id":"a{{i}}","type":"Elsa.WriteLine"}"""));
        var json = $$$"""{"definitionId":"groot","name":"Groot","root":{"id":"r","type":"Elsa.Sequence","activities":[{{{nodes}}}]}}""";

        // Within what a definition may weigh, so it is read before it is judged.
        var answer = await ShouldAnswerAsync("50,000 nodes", "/elsa/api/workflow-definitions/import", new Body(json, "", 0, "", IsLengthTold: true), 400, maxGrowth: 150);

        answer.ShouldContain(DefinitionReader.MaxNodes.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Refused as problem details within the limit, with the program alive and hardly larger.</summary>
    private async Task<string> ShouldAnswerAsync(string what, string path, Body body, int status, int maxGrowth = 50)
    {
        var (program, token) = (await host.ProgramAsync(), await host.TokenAsync(path.StartsWith("/elsa", StringComparison.Ordinal)));
        await SendAsync(program.Http.BaseAddress!, path, token, new Body("{}", "", 0, "", IsLengthTold: true));
        var before = MegabytesOf(program);
        var started = Stopwatch.GetTimestamp();

        var answer = await SendAsync(program.Http.BaseAddress!, path, token, body);

        var took = Stopwatch.GetElapsedTime(started);
        var grew = MegabytesOf(program) - before;
        FaultLength.Say($"{what}: {answer[..Math.Min(12, answer.Length)]} in {took.TotalMilliseconds:F0} ms, {grew} MB more");
        answer.ShouldStartWith($"HTTP/1.1 {status}", customMessage: answer);
        answer.ShouldContain("application/problem+json");
        // What it took depends on what the machine does beside it: it is told always, and judged where the machine has nothing else to do.
        if (FaultLength.IsFull) took.ShouldBeLessThan(Limit);
        grew.ShouldBeLessThan(maxGrowth);
        (await program.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel)).EnsureSuccessStatusCode();
        return answer;
    }

    /// <summary>By a socket: a client of HTTP gives up when it is answered before it has sent all.</summary>
    private static async Task<string> SendAsync(Uri address, string path, string token, Body body)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port, Cancel);
        var stream = client.GetStream();
        var length = body.IsLengthTold ? $"Content-Length: {body.Length}" : "Transfer-Encoding: chunked";
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {Guid.NewGuid()}\r\n"
            + $"Content-Type: application/json\r\nConnection: close\r\n{length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Cancel);
        var answer = AnswerAsync(stream);
        try
        {
            await body.WriteAsync(stream, () => answer.IsCompleted, Cancel);
        }
        catch (IOException)
        {
            // It was answered, and no more is taken.
        }

        return await answer;
    }

    /// <summary>All that comes until the other side is done, politely or not.</summary>
    private static async Task<string> AnswerAsync(Stream stream)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await stream.ReadAsync(buffer, Cancel) is > 0 and var read) text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // What was left unread of the body makes the other side hang up without a goodbye.
        }

        return text.ToString();
    }

    private static long MegabytesOf(ProgramUnderTest program)
    {
        var resident = File.ReadLines($"/proc/{program.Id}/status").Single(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
        return long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    private sealed record Body(string Start, string Part, long PartsLength, string End, bool IsLengthTold)
    {
        public long Length => Start.Length + PartsLength + End.Length;

        public async Task WriteAsync(Stream stream, Func<bool> isAnswered, CancellationToken cancellationToken)
        {
            await WritePieceAsync(stream, Encoding.UTF8.GetBytes(Start), cancellationToken);
            var parts = Part.Length == 0 ? [] : Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Part, 60_000 / Part.Length)));
            for (var left = PartsLength; left > 0 && !isAnswered(); left -= parts.Length)
                await WritePieceAsync(stream, parts.AsMemory(0, (int)Math.Min(left, parts.Length)), cancellationToken);
            await WritePieceAsync(stream, Encoding.ASCII.GetBytes(End), cancellationToken);
            if (!IsLengthTold) await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        private async Task WritePieceAsync(Stream stream, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
        {
            if (piece.Length == 0) return;
            if (!IsLengthTold) await stream.WriteAsync(Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), cancellationToken);
            await stream.WriteAsync(piece, cancellationToken);
            if (!IsLengthTold) await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
        }
    }

    /// <summary>One program for all, with an officer and a designer.</summary>
    public sealed class Host() : KilledHost(new SqliteDatabase())
    {
        private ProgramUnderTest? _program;
        private string[] _tokens = [];

        internal async Task<ProgramUnderTest> ProgramAsync() =>
            _program ??= await ProgramUnderTest.StartAsync(Database.ConnectionString, Folder.FullName, Cancel);

        internal async Task<string> TokenAsync(bool isDesigner)
        {
            if (_tokens.Length == 0)
                _tokens = [await LogInAsync(await A.ProbationOfficer().InAsync(this)), await LogInAsync(await A.Account(AccountRole.Designer).InAsync(this))];
            return _tokens[isDesigner ? 1 : 0];
        }

        public override async ValueTask DisposeAsync()
        {
            if (_program is not null) await _program.DisposeAsync();
            await base.DisposeAsync();
            GC.SuppressFinalize(this);
        }

        private async Task<string> LogInAsync(Account account)
        {
            var answer = await (await ProgramAsync()).Http.PostAsJsonAsync("/api/v1/auth/token", new { userName = account.UserName, password = A.Password }, Cancel);
            return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["accessToken"]!;
        }
    }
}
