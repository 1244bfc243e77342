using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Hosting;

/// <summary>What the program believes of how it was asked for: the names that it was given, and the word of its own proxy.</summary>
public sealed class BehindAProxyTests(BehindAProxyTests.ProxiedHost host) : IClassFixture<BehindAProxyTests.ProxiedHost>
{
    private const string Name = "regulatief.example";
    private const string Proxy = "10.1.2.3";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_OfAnotherSite_IsRefused()
    {
        var answer = await AskAsync("/", Proxy, name: "elsewhere.example");

        answer.Response.StatusCode.ShouldBe(StatusCodes.Status400BadRequest);
        answer.Response.Headers.Location.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Https_ByTheProxy_IsBelieved()
    {
        var answer = await AskAsync("/", Proxy);

        answer.Response.Headers.Location.ToString().ShouldStartWith($"https://{Name}/inloggen");
        answer.Response.Headers.StrictTransportSecurity.ToString().ShouldBe("max-age=31536000; includeSubDomains");
    }

    [Fact]
    public async Task Https_BySomebodyElse_IsNotBelieved()
    {
        var answer = await AskAsync("/", "10.9.9.9");

        answer.Response.Headers.Location.ToString().ShouldStartWith($"http://{Name}/inloggen");
        answer.Response.Headers.StrictTransportSecurity.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Cookies_OfForms_GoOverHttpsAlone()
    {
        var answer = await AskAsync("/inloggen", Proxy);

        answer.Response.Headers.SetCookie.ToList().ShouldContain(cookie => cookie!.StartsWith("__Host-regulatief-form=", StringComparison.Ordinal) && cookie.Contains("; secure"));
        host.Services.GetRequiredService<IOptions<CookiePolicyOptions>>().Value.Secure.ShouldBe(CookieSecurePolicy.Always);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("10.0.0.5, 10.1.0.0/16,::1", null)]
    [InlineData("10.0.0.5,proxy", "proxy")]
    [InlineData("10.0.0.5/40", "10.0.0.5/40")]
    public void Addresses_ThatAreNone_AreRefused(string addresses, string? wrong)
    {
        var problem = new ProxyOptions { Addresses = addresses }.Problem();

        if (wrong is null) problem.ShouldBeNull();
        else problem!.ShouldContain($"'{wrong}'");
    }

    private Task<HttpContext> AskAsync(string path, string from, string name = Name) => host.Server.SendAsync(
        context =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(from);
            context.Request.Path = path;
            context.Request.Scheme = "http";
            context.Request.Host = new HostString(name);
            context.Request.Headers["X-Forwarded-Proto"] = "https";
            context.Request.Headers["X-Forwarded-For"] = "192.0.2.7";
        },
        Cancel);

    public sealed class ProxiedHost() : RegulatiefHost(new SqliteDatabase())
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("AllowedHosts", Name).UseSetting("Proxy:Addresses", $"192.168.0.1,{Proxy}");
        }
    }
}
