using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Keys</c>.</summary>
public sealed record KeyOptions
{
    public const string Section = "Keys";

    public static KeyOptions In(IConfiguration configuration) => configuration.GetSection(Section).Get<KeyOptions>() ?? new KeyOptions();

    /// <summary>The folder of the key ring that protects cookies, forms and tokens; shared by all nodes, readable by the service's account alone.</summary>
    public string Path { get; init; } = "App_Data/keys";

    /// <summary>A certificate with its private key (PKCS #12) by which the keys are encrypted where they lie; empty for none.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>The one that was used before, as long as keys of it are there; empty for none.</summary>
    public string EarlierCertificateFile { get; init; } = "";

    /// <summary>Of both files; empty for none.</summary>
    public string CertificatePassword { get; init; } = "";

    /// <summary>Has the keys lie encrypted, when there is a certificate: who copies the folder has nothing.</summary>
    /// <exception cref="OptionsValidationException">A file is not there, is no PKCS #12, has no private key or another password.</exception>
    public void Protect(IDataProtectionBuilder ring)
    {
        if (CertificateFile.Length == 0) return;
        var certificate = Load(nameof(CertificateFile), CertificateFile);
        ring.ProtectKeysWithCertificate(certificate)
            .UnprotectKeysWithAnyCertificate(EarlierCertificateFile.Length == 0 ? [certificate] : [certificate, Load(nameof(EarlierCertificateFile), EarlierCertificateFile)]);
    }

    private X509Certificate2 Load(string setting, string file)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, CertificatePassword);
            return certificate.HasPrivateKey ? certificate : throw new CryptographicException("It has no private key.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(
                Section, typeof(KeyOptions), [$"{Section}:{setting} is '{file}', which cannot be used: {exception.Message} Expected a certificate with its private key, in PKCS #12, with the password of Keys:CertificatePassword."]);
        }
    }
}

/// <summary>The folder of <see cref="KeyOptions"/>, whole.</summary>
public sealed record KeyFolder(string Path)
{
    public static KeyFolder In(IConfiguration configuration, IHostEnvironment environment) => new(System.IO.Path.Combine(
        environment.ContentRootPath, KeyOptions.In(configuration).Path));
}
