using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Hosting;

/// <summary>One executable, divided over processes.</summary>
public sealed class RoleTests
{
    [Theory]
    [InlineData("Both", true)]
    [InlineData("worker", true)]
    [InlineData("web", false)]
    public void Jobs_RunWhereTheRoleSaysSo(string role, bool run)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Role"] = role }).Build();

        var services = new ServiceCollection().AddJobs(configuration);

        services.Any(s => s.ServiceType == typeof(IHostedService)).ShouldBe(run);
        services.ShouldContain(s => s.ServiceType == typeof(DueWorkNudge));
    }

    [Fact]
    public async Task Worker_AnswersOnHealthAlone()
    {
        await using var worker = new WorkerHost();
        await worker.InitializeAsync();
        if (worker.Database.Missing is { } reason) throw Promised.Missing("postgresql", reason);
        using var browser = worker.CreateClient();

        (await StatusOf(browser, "/health/ready")).ShouldBe(HttpStatusCode.OK);
        (await StatusOf(browser, "/inloggen")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(browser, "/openapi/v1.json")).ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> StatusOf(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private sealed class WorkerHost() : RegulatiefHost(new PostgreSqlDatabase())
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Role", nameof(Role.Worker));
        }
    }
}
