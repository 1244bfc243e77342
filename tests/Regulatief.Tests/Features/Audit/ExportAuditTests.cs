using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;

namespace Regulatief.Tests.Features.Audit;

public sealed class ExportAuditTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;
    private Account _privacyOfficer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().ForClient("Zebulon", "Zonnebloem"));
        _privacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
    }

    /// <summary>By what anybody has who was given the public key: the file, and an ordinary verification.</summary>
    [Fact]
    public async Task Export_OfTheLog_IsSignedOverAllItsLines()
    {
        var (lines, end) = await ExportedAsync(AuditFilter.None);
        var content = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

        lines.Count.ShouldBe((int)end["rows"]!);
        ((string?)end["sha256"]).ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Host.SigningKeyFile, Cancel));
        var signature = Convert.FromBase64String((string)end["signature"]!);
        key.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
        content[^2] ^= 1;
        key.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).ShouldBeFalse();
    }

    [Fact]
    public async Task Export_OfOnePerson_HoldsTheirRowsInOrderAndNamesNoClient()
    {
        var (lines, _) = await ExportedAsync(AuditFilter.None with { Person = _case.Officer.Id });

        lines.ShouldNotBeEmpty();
        lines.ShouldAllBe(line => line.Contains(_case.Officer.Id.ToString(), StringComparison.Ordinal));
        lines.Select(line => (DateTimeOffset)JsonNode.Parse(line)!["at"]!).ShouldBeInOrder();
        string.Concat(lines).ShouldNotContain("Zonnebloem");
    }

    [Fact]
    public async Task Export_FromThePage_IsAFileAndLeavesARow()
    {
        var browser = await As(_privacyOfficer).BrowseAsync();
        var page = await browser.OpenAsync("/inzage?Kind=Change");

        using var fields = new FormUrlEncodedContent(page.Document.QuerySelectorAll("form[action='/inzage/uitvoer'] input")
            .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")));
        using var answer = await browser.Http.PostAsync(new Uri("/inzage/uitvoer", UriKind.Relative), fields, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("inzage-20261124T080000Z.jsonl");
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("\"kind\":\"Change\"");
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(ExportAuditQuery) && e.Kind == AuditKind.Read, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task Export_ByAnother_IsRefused()
    {
        using var none = new FormUrlEncodedContent([]);
        await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(new ExportAuditQuery(AuditFilter.None)));
        (await (await As(_case.Officer).BrowseAsync()).Http.PostAsync(new Uri("/inzage/uitvoer", UriKind.Relative), none, Cancel)).RequestMessage!.RequestUri!.AbsolutePath.ShouldContain("403");
    }

    private async Task<(List<string> Lines, JsonNode End)> ExportedAsync(AuditFilter filter)
    {
        var export = await As(_privacyOfficer).SendAsync(new ExportAuditQuery(filter));
        var lines = Encoding.UTF8.GetString(export.Content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. lines[..^1]], JsonNode.Parse(lines[^1])!);
    }
}
