using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Hosting;

public sealed class DueWorkHealthTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task Health_PromisesNotKeptForMinutes_IsUnhealthyAndGoesOnServing()
    {
        await Given(A.Case());
        (await Asked()).ShouldBe(("Healthy", HttpStatusCode.OK));

        Clock.Advance(TimeSpan.FromDays(30));
        (await Asked()).ShouldBe(("Unhealthy due-work", HttpStatusCode.OK));

        while (await Host.SweepAsync() > 0) { }
        (await Asked()).ShouldBe(("Healthy", HttpStatusCode.OK));
    }

    [Fact]
    public async Task Health_OfACaseOnHold_IsNotLate()
    {
        var @case = await Given(A.Case());
        await As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, "Opname."));

        Clock.Advance(TimeSpan.FromDays(30));

        (await Asked()).ShouldBe(("Healthy", HttpStatusCode.OK));
    }

    [Fact]
    public async Task Health_MailNotSentForMinutes_IsDegraded()
    {
        var account = await Given(A.Account(AccountRole.Manager));
        var now = Clock.GetUtcNow();
        await Host.WriteAsync(db => db.Mails.Add(new Mail { AccountId = account.Id, Kind = MailKind.Invitation, PromisedAt = now, DueAt = now, UntilAt = now.AddDays(3) }));
        (await Asked()).ShouldBe(("Healthy", HttpStatusCode.OK));

        Clock.Advance(TimeSpan.FromMinutes(6));
        (await Asked()).ShouldBe(("Degraded mail", HttpStatusCode.OK));

        // Once it is of no use any more it is no longer late.
        Clock.Advance(TimeSpan.FromDays(4));
        (await Asked()).ShouldBe(("Healthy", HttpStatusCode.OK));
        (await Read(db => db.Mails.CountAsync(Cancel))).ShouldBe(1);
    }

    private async Task<(string Health, HttpStatusCode Ready)> Asked()
    {
        using var client = Host.CreateClient();
        var health = await (await client.GetAsync(new Uri("/health", UriKind.Relative), Cancel)).JsonAsync();
        var words = string.Join(' ', health["problems"]!.AsArray().Select(problem => (string)problem!).Prepend((string)health["status"]!));
        return (words, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel)).StatusCode);
    }
}
