using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Regulatief.Tests.Robustness;
using Regulatief.Web.Hosting.StartUp;

namespace Regulatief.Tests.Hosting;

/// <summary>Where the program listens: as any program of ASP.NET Core is told.</summary>
public sealed class ListeningTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    public async Task Program_ToldByTheEnvironment_ListensThere(string variable, string value)
    {
        var folder = Directory.CreateTempSubdirectory("regulatief-listening-");
        var port = FreePort();

        await using (var program = await ProgramUnderTest.StartAsync(
            $"Data Source={Path.Combine(folder.FullName, "regulatief.db")}", folder.FullName, Cancel,
            settings: new Dictionary<string, string> { [variable] = string.Format(System.Globalization.CultureInfo.InvariantCulture, value, port) }))
        {
            program.Http.BaseAddress!.Port.ShouldBe(port);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public void Builder_ToldNothing_ListensOnThisMachine()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() });

        builder.ListenSomewhere();

        builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey).ShouldBe("http://localhost:5080");
    }

    [Fact]
    public void Builder_ToldByASetting_IsLeftAlone()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath(), Args = ["--Kestrel:Endpoints:Http:Url=http://localhost:7"] });

        builder.ListenSomewhere();

        builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey).ShouldBeNullOrEmpty();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
