namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Keys</c>.</summary>
public sealed record KeyOptions
{
    public const string Section = "Keys";

    /// <summary>The folder of the key ring that protects cookies, forms and tokens; shared by all nodes, readable by the service's account alone.</summary>
    public string Path { get; init; } = "App_Data/keys";
}

/// <summary>The folder of <see cref="KeyOptions"/>, whole.</summary>
public sealed record KeyFolder(string Path)
{
    public static KeyFolder In(IConfiguration configuration, IHostEnvironment environment) => new(System.IO.Path.Combine(
        environment.ContentRootPath, (configuration.GetSection(KeyOptions.Section).Get<KeyOptions>() ?? new KeyOptions()).Path));
}
