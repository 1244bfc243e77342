using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Hosting;

public sealed class KeyOptionsTests : IDisposable
{
    private const string Password = "wachtwoord van het certificaat";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("regulatief-certificates-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Keys_WithACertificate_LieEncryptedAndAreReadAgain()
    {
        var options = new KeyOptions { CertificateFile = MakeCertificate("een.p12"), CertificatePassword = Password };

        var secret = RingWith(options).Protect("geheim");

        var written = File.ReadAllText(Directory.GetFiles(_folder.FullName, "key-*.xml").ShouldHaveSingleItem());
        written.ShouldContain("EncryptedData");
        written.ShouldNotContain("<masterKey");
        RingWith(options).Unprotect(secret).ShouldBe("geheim");
    }

    [Fact]
    public void Keys_OfTheCertificateBefore_AreStillRead()
    {
        var first = MakeCertificate("een.p12");
        var secret = RingWith(new KeyOptions { CertificateFile = first, CertificatePassword = Password }).Protect("geheim");

        var after = new KeyOptions { CertificateFile = MakeCertificate("twee.p12"), EarlierCertificateFile = first, CertificatePassword = Password };

        RingWith(after).Unprotect(secret).ShouldBe("geheim");
    }

    [Fact]
    public void Certificate_ThatIsNone_IsRefusedByName()
    {
        var file = Path.Combine(_folder.FullName, "geen.p12");
        File.WriteAllText(file, "niets");

        Should.Throw<OptionsValidationException>(() => RingWith(new KeyOptions { CertificateFile = file })).Message.ShouldContain("Keys:CertificateFile");
        Should.Throw<OptionsValidationException>(() => RingWith(new KeyOptions { CertificateFile = MakeCertificate("een.p12"), EarlierCertificateFile = "/nergens.p12", CertificatePassword = Password }))
            .Message.ShouldContain("Keys:EarlierCertificateFile");
    }

    private IDataProtector RingWith(KeyOptions options)
    {
        var services = new ServiceCollection();
        options.Protect(services.AddDataProtection().SetApplicationName("Regulatief").PersistKeysToFileSystem(_folder));
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
    }

    private string MakeCertificate(string name)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Regulatief", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Default, Password));
        return path;
    }
}
