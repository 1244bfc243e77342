using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Regulatief.Web.Features.Shared;

/// <summary><c>site.css</c> with what it imports in place, under an address that changes with its content, so that browsers keep it.</summary>
/// <remarks>Asked for one by one, its fifty files made every page a second slower. Made anew when a file changes.</remarks>
internal sealed partial class SiteStyles
{
    private readonly IFileProvider _files;
    private Lazy<Combined> _current;

    public SiteStyles(IWebHostEnvironment environment)
    {
        _files = environment.WebRootFileProvider;
        _current = new Lazy<Combined>(Combine);
        ChangeToken.OnChange(() => _files.Watch("**/*.css"), () => _current = new Lazy<Combined>(Combine));
    }

    public string Url => $"/styles/{_current.Value.Hash}.css";

    public IResult Answer(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.Vary = "Accept-Encoding";
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            return Results.Bytes(_current.Value.Plain, "text/css; charset=utf-8");

        context.Response.Headers.ContentEncoding = "gzip";
        return Results.Bytes(_current.Value.Gzipped, "text/css; charset=utf-8");
    }

    private Combined Combine()
    {
        var css = Import().Replace(Read("site.css"), import =>
        {
            var content = SourceMap().Replace(Read(import.Groups["path"].Value), "");
            var layered = $"@layer {import.Groups["layer"].Value} {{\n{content}\n}}";
            return import.Groups["media"].Value is { Length: > 0 } media ? $"@media {media} {{\n{layered}\n}}" : layered;
        });

        var plain = Encoding.UTF8.GetBytes(css);
        using var gzipped = new MemoryStream();
        using (var zip = new GZipStream(gzipped, CompressionLevel.SmallestSize))
            zip.Write(plain);
        return new Combined(Convert.ToHexStringLower(SHA256.HashData(plain))[..16], plain, gzipped.ToArray());
    }

    private string Read(string path)
    {
        using var reader = new StreamReader(_files.GetFileInfo(path).CreateReadStream());
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""@import url\("(?<path>[^"]+)"\) layer\((?<layer>\w+)\) ?(?<media>\w*);""")]
    private static partial Regex Import();

    [GeneratedRegex(@"/\*# sourceMappingURL=.*?\*/")]
    private static partial Regex SourceMap();

    private sealed record Combined(string Hash, byte[] Plain, byte[] Gzipped);
}
