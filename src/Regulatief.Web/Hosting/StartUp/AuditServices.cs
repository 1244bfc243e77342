using Microsoft.Extensions.Options;
using Regulatief.Cases.Audit;
using Regulatief.Web.Hosting.Health;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.StartUp;

internal static class AuditServices
{
    private const string DevelopmentKey = "audit-signing-key.pem";
    private const string DevelopmentAnchors = "audit-anchors";

    /// <summary>What seals, anchors and verifies the audit log.</summary>
    public static IServiceCollection AddAuditChain(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var options = configuration.GetSection(AuditOptions.Section).Get<AuditOptions>() ?? new AuditOptions();
        if (options.Problem() is { } problem) throw Refused(problem);
        var keys = options.SigningKeyFile.Length == 0 ? null : ReadKeys(options.SigningKeyFile);
        services.AddSingleton(provider => PlaceOf(options, keys, environment, provider.GetRequiredService<KeyFolder>()));
        services.AddSingleton<AuditSealer>();
        services.AddSingleton<AuditStream>();
        services.AddScoped<AuditVerifier>();
        services.AddSingleton<AuditState>();
        services.Configure<AuditOptions>(configuration.GetSection(AuditOptions.Section));
        services.AddOutsideClient(nameof(AuditForwarding));
        services.AddOutsideClient(nameof(AuditWatch));
        if (Roles.In(configuration) != Role.Web) services.AddHealthChecks().AddCheck<AuditHealth>("audit");
        return services;
    }

    /// <summary>In Development what is not set lies beside the keys of the cookies: there the chain is for trying out.</summary>
    private static AnchorPlace PlaceOf(AuditOptions options, AnchorKeys? keys, IHostEnvironment environment, KeyFolder beside)
    {
        var folder = options.AnchorFolder;
        if (environment.IsDevelopment() && folder.Length == 0 && options.Address is null) folder = Path.Combine(beside.Path, DevelopmentAnchors);
        if (environment.IsDevelopment()) keys ??= ReadKeys(MadeIn(beside));
        return new AnchorPlace(folder.Length == 0 ? null : new AnchorFolder(folder), options.Address, keys);
    }

    private static string MadeIn(KeyFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        var path = Path.Combine(folder.Path, DevelopmentKey);
        if (File.Exists(path)) return path;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.Write(AnchorKeys.MakePem());
        return path;
    }

    private static AnchorKeys ReadKeys(string path)
    {
        try
        {
            return AnchorKeys.In(path);
        }
        catch (UnusableKeyException exception)
        {
            throw Refused($"Audit:SigningKeyFile is '{path}', which cannot be used: {exception.Message} Expected a private key of ECDSA on P-256, in PEM.");
        }
    }

    private static OptionsValidationException Refused(string problem) => new(AuditOptions.Section, typeof(AuditOptions), [problem]);
}
