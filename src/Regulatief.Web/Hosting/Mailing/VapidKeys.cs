using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Mailing;

/// <summary>The pair by which push services know this site: of the settings, or made once and kept beside the other keys, the same for all nodes. With another pair every device has to be added anew.</summary>
public sealed class VapidKeys(IOptions<PushOptions> options, KeyFolder folder)
{
    private readonly Lazy<(string Public, string Private)> _pair = new(() =>
        options.Value.PublicKey.Length > 0 ? (options.Value.PublicKey, options.Value.PrivateKey) : MadeIn(folder));

    public string Public => _pair.Value.Public;

    public string Private => _pair.Value.Private;

    private static (string Public, string Private) MadeIn(KeyFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        var path = Path.Combine(folder.Path, "push-keys.txt");
        if (!File.Exists(path)) Make(path);
        var lines = File.ReadAllLines(path);
        return lines is [{ Length: > 0 } publicKey, { Length: > 0 } privateKey, ..] && PushKey.ArePair(publicKey, privateKey)
            ? (publicKey, privateKey)
            : throw new InvalidOperationException($"{path} holds no pair of keys; expected the public and the private one, each on a line. Remove it to have them made anew: every device has to be added anew then.");
    }

    private static void Make(string path)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pair = made.ExportParameters(includePrivateParameters: true);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Whole from the moment that it is there: another node may read it.
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = new StreamWriter(draft, options))
        {
            file.WriteLine(Base64Url.EncodeToString([4, .. pair.Q.X!, .. pair.Q.Y!]));
            file.WriteLine(Base64Url.EncodeToString(pair.D));
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
