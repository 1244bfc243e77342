using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Regulatief.Web.Features.Shared;
using Regulatief.Web.Hosting.Health;
using Regulatief.Web.Hosting.Options;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting.StartUp;

internal static class WebServices
{
    // The only two scripts that Studio 3.8.2 writes into its pages.
    private const string EditorHotkeys = "snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=";
    private const string InstanceListHotkeys = "vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts=";

    private const int MaxBody = 1024 * 1024;

    /// <summary>Pages and API: controllers, texts, mapping, errors, antiforgery, health and the API's description.</summary>
    public static IServiceCollection AddRegulatiefWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRegulatiefPages();

        // MVC writes the arguments of actions, and so what people typed, at its lowest level: a setting for all logs does not open that level.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Mvc", level => level >= LogLevel.Debug));
        services.AddMediator();
        services.AddAutoMapper(mapping => mapping.LicenseKey = configuration["AutoMapper:LicenseKey"], typeof(WebServices).Assembly);

        // An action that takes a definition says that it takes more.
        services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = MaxBody);
        services.Configure<MvcOptions>(options =>
        {
            options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
            options.Filters.Add<PageFrames>();
        });
        services.Configure<JsonOptions>(options =>
        {
            options.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter());
            options.JsonSerializerOptions.Converters.Add(new RowIdJson());
        });
        services.AddAntiforgery(options => options.Cookie.Name = "regulatief-form");
        services.AddScoped<ErrorMapping>();
        services.AddExceptionHandler<ProblemAnswers>();
        services.AddProblemDetails();
        var stop = configuration.GetSection(StopOptions.Section).Get<StopOptions>() ?? new StopOptions();
        if (stop.Problem() is { } problem) throw new OptionsValidationException(StopOptions.Section, typeof(StopOptions), [problem]);
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(stop));
        services.AddHostedService<StopNotice>();
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [DatabaseHealth.Ready])
            .AddCheck<StoppingHealth>("stopping", tags: [DatabaseHealth.Ready]);
        services.AddOpenApi("v1");
        return services;
    }

    /// <summary>What a browser may load: our own files, nothing inline, nothing from elsewhere.</summary>
    public static HeaderPolicyCollection Headers => HeadersWith(policy =>
    {
        policy.AddScriptSrc().Self();
        policy.AddStyleSrc().Self();
        policy.AddFontSrc().Self();
    });

    /// <summary>The same for the designer's pages, where Studio is compiled code that styles what it draws and edits scripts in a worker.</summary>
    public static HeaderPolicyCollection StudioHeaders => HeadersWith(policy =>
    {
        policy.AddScriptSrc().Self().WasmUnsafeEval().WithHash256(EditorHotkeys).WithHash256(InstanceListHotkeys);
        policy.AddStyleSrc().Self().UnsafeInline();
        policy.AddWorkerSrc().Self().Blob();
        policy.AddFontSrc().Self().Data();
    });

    private static HeaderPolicyCollection HeadersWith(Action<CspBuilder> scriptsAndStyles) => new HeaderPolicyCollection()
        .AddDefaultSecurityHeaders()
        .AddContentSecurityPolicy(policy =>
        {
            policy.AddDefaultSrc().None();
            scriptsAndStyles(policy);
            policy.AddImgSrc().Self().Data();
            policy.AddConnectSrc().Self();
            policy.AddFormAction().Self();
            policy.AddFrameAncestors().None();
            policy.AddBaseUri().Self();
        });
}
