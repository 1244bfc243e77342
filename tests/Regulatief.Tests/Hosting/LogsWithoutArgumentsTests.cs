using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Hosting;

/// <summary>Logging is as the settings say, but for the level at which MVC writes what people typed.</summary>
public sealed class LogsWithoutArgumentsTests
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc.Infrastructure.ControllerActionInvoker";

    [Theory]
    [InlineData("Default", "Information", Mvc, LogLevel.Information)]
    [InlineData("Microsoft.AspNetCore", "Warning", Mvc, LogLevel.Warning)]
    [InlineData("Microsoft.AspNetCore.Mvc", "Error", Mvc, LogLevel.Error)]
    [InlineData("Microsoft.AspNetCore.Mvc", "Debug", Mvc, LogLevel.Debug)]
    [InlineData("Default", "Trace", Mvc, LogLevel.Debug)]
    [InlineData("Microsoft", "Trace", Mvc, LogLevel.Debug)]
    [InlineData(Mvc, "Trace", Mvc, LogLevel.Debug)]
    [InlineData("Default", "Trace", "Microsoft.AspNetCore.Routing", LogLevel.Trace)]
    [InlineData("Default", "Warning", "Regulatief", LogLevel.Warning)]
    public void Level_OfACategory_IsAsItIsSet(string setting, string level, string category, LogLevel lowest)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [$"LogLevel:{setting}"] = level }).Build();
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(configuration).AddConsole())
            .PostConfigure<LoggerFilterOptions>(LogsWithoutArguments.Keep).BuildServiceProvider();

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Enum.GetValues<LogLevel>().First(logger.IsEnabled).ShouldBe(lowest);
    }

    [Fact]
    public void Level_SetInCode_DoesNotOpenItEither()
    {
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddConsole())
            .PostConfigure<LoggerFilterOptions>(LogsWithoutArguments.Keep).BuildServiceProvider();

        services.GetRequiredService<ILoggerFactory>().CreateLogger(Mvc).IsEnabled(LogLevel.Trace).ShouldBeFalse();
    }
}
