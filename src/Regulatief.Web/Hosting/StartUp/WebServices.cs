using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Regulatief.Web.Features.Shared;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Features.Studio;
using Regulatief.Web.Hosting.Health;
using Regulatief.Web.Hosting.Jobs;
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
    public static IServiceCollection AddRegulatiefWeb(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddRegulatiefPages(environment);

        services.PostConfigure<LoggerFilterOptions>(LogsWithoutArguments.Keep);
        services.AddMediator();
        services.AddAutoMapper(mapping => mapping.LicenseKey = configuration["AutoMapper:LicenseKey"], typeof(WebServices).Assembly);

        // An action that takes a definition says that it takes more.
        services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = MaxBody);
        services.Configure<MvcOptions>(options =>
        {
            options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
            options.Filters.Add<RefusedForms>();
            options.Filters.Add<FormsInRole>();
            options.Filters.Add<PageFrames>();
            options.Filters.Add<StepUpOnPages>();
            // JSON between systems is UTF-8 (RFC 8259); half a character of another writing would be our failure instead of theirs.
            foreach (var json in options.InputFormatters.OfType<SystemTextJsonInputFormatter>())
                foreach (var other in json.SupportedEncodings.Where(encoding => encoding.CodePage != Encoding.UTF8.CodePage).ToList()) json.SupportedEncodings.Remove(other);
        });
        services.Configure<JsonOptions>(options =>
        {
            // Of two values under one name a reader takes the first and another the last.
            options.JsonSerializerOptions.AllowDuplicateProperties = false;
            options.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter());
            options.JsonSerializerOptions.Converters.Add(new RowIdJson());
            options.JsonSerializerOptions.Converters.Add(new WellFormedJson<JsonObject>());
            options.JsonSerializerOptions.Converters.Add(new WellFormedJson<JsonNode>());
        });
        services.AddAntiforgery(options => Cookies.Name(options.Cookie, "regulatief-form", environment));
        services.Configure<CookieTempDataProviderOptions>(options => Cookies.Name(options.Cookie, "regulatief-notice", environment));
        // For every cookie in one place. Set on the forms' own it would make each page fail that is asked for without https.
        services.Configure<CookiePolicyOptions>(options => options.Secure = Cookies.SecurePolicy(environment));
        services.AddProxy(configuration);
        services.AddScoped<ErrorMapping>();
        services.AddExceptionHandler<ProblemAnswers>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
            problem.ProblemDetails.Detail ??= problem.HttpContext.RequestServices.GetRequiredService<Texts>().Find($"Problem.{problem.ProblemDetails.Status}"));
        var stop = configuration.Checked<StopOptions>(StopOptions.Section, o => o.Problem());
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(stop));
        services.AddHostedService<StopNotice>();
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [DatabaseHealth.Ready])
            .AddCheck<StoppingHealth>("stopping", tags: [DatabaseHealth.Ready])
            .AddCheck<DueWorkHealth>("due-work")
            .AddCheck<EscalationHealth>("escalations")
            .AddCheck<MailHealth>("mail");
        services.AddOpenApi("v1");
        return services;
    }

    private static void AddProxy(this IServiceCollection services, IConfiguration configuration)
    {
        var proxy = configuration.Checked<ProxyOptions>(ProxyOptions.Section, o => o.Problem());
        if (!proxy.IsOn) return;

        services.Configure<ForwardedHeadersOptions>(options =>
        {
            // The name that was asked for the proxy passes on as it is.
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in proxy.Networks()) options.KnownIPNetworks.Add(network);
        });
    }

    /// <summary>What a browser may load: our own files, nothing inline, nothing from elsewhere.</summary>
    public static HeaderPolicyCollection HeadersFor(IConfiguration configuration) => HeadersWith(FormsGoTo(configuration), policy =>
    {
        policy.AddScriptSrc().Self();
        policy.AddStyleSrc().Self();
        policy.AddFontSrc().Self();
        policy.AddBaseUri().None();
    });

    /// <summary>The same for the designer's pages, where Studio is compiled code that styles what it draws and edits scripts in a worker.</summary>
    public static HeaderPolicyCollection StudioHeaders => HeadersWith(null, policy =>
    {
        policy.AddScriptSrc().Self().WasmUnsafeEval().WithHash256(EditorHotkeys).WithHash256(InstanceListHotkeys);
        policy.AddStyleSrc().Self().UnsafeInline();
        policy.AddWorkerSrc().Self().Blob();
        policy.AddFontSrc().Self().Data();
        policy.AddBaseUri().Self();
    });

    /// <summary>The same for Hangfire's own pages, which set the height of a bar and the width of a column where they stand. No script is allowed there that is not a file of ours.</summary>
    public static HeaderPolicyCollection JobDashboardHeaders => HeadersWith(null, policy =>
    {
        policy.AddScriptSrc().Self();
        policy.AddStyleSrc().Self().UnsafeInline();
        policy.AddFontSrc().Self();
        policy.AddBaseUri().None();
    });

    public static bool HasPolicyOfItsOwn(PathString path) => path.StartsWithSegments(StudioFiles.Path) || path.StartsWithSegments(JobDashboard.Path);

    /// <summary>Who logs out is led on to the organisation's log-in, which a browser counts as where the form goes.</summary>
    private static string? FormsGoTo(IConfiguration configuration) =>
        (configuration.GetSection(FederationOptions.Section).Get<FederationOptions>() ?? new FederationOptions()) is { IsOn: true } federation
            ? new Uri(federation.Authority).GetLeftPart(UriPartial.Authority)
            : null;

    private static HeaderPolicyCollection HeadersWith(string? alsoFormsTo, Action<CspBuilder> loaded) => new HeaderPolicyCollection()
        .AddDefaultSecurityHeaders()
        .AddStrictTransportSecurityMaxAgeIncludeSubDomains()
        .AddContentSecurityPolicy(policy =>
        {
            policy.AddDefaultSrc().None();
            loaded(policy);
            policy.AddImgSrc().Self().Data();
            policy.AddConnectSrc().Self();
            var forms = policy.AddFormAction().Self();
            if (alsoFormsTo is not null) forms.From(alsoFormsTo);
            policy.AddFrameAncestors().None();
        });
}
