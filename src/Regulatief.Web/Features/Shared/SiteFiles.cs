using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Regulatief.Web.Features.Shared;

/// <summary>The files of <c>wwwroot</c> that pages need, under an address that changes with their content, so that browsers keep them.</summary>
/// <remarks>Asked for anew each time they were six requests a page; and the fifty style sheets one by one made it a second slower. Made anew when a file changes.</remarks>
public sealed partial class SiteFiles
{
    public const string Styles = "/styles.css";
    private const string Root = "/files";

    private readonly IFileProvider _files;
    private Lazy<Content> _current;

    public SiteFiles(IWebHostEnvironment environment)
    {
        _files = environment.WebRootFileProvider;
        _current = new Lazy<Content>(Read);
        ChangeToken.OnChange(() => _files.Watch("**/*.*"), () => _current = new Lazy<Content>(Read));
    }

    /// <param name="path">From <c>wwwroot</c>, with a slash before it.</param>
    public string At(string path) => $"{Root}/{_current.Value.Hash}{path}";

    /// <summary>Answers what stands under <see cref="At"/>. Another content's address, of a page opened before an upgrade or given by another node, has what there is now, and is not kept. Pages stand under no such address.</summary>
    public Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        if (Kept().Match(context.Request.Path.Value ?? "") is not { Success: true } asked) return next(context);
        var path = asked.Groups["path"].Value;
        if (path != Styles && !_files.GetFileInfo(path).Exists) return next(context);

        context.Request.Path = path;
        if (asked.Groups["hash"].Value == _current.Value.Hash)
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode < StatusCodes.Status400BadRequest) context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    /// <summary><c>site.css</c> with what it imports in place.</summary>
    public IResult AnswerStyles(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Vary = "Accept-Encoding";
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            return Results.Bytes(_current.Value.Plain, "text/css; charset=utf-8");

        context.Response.Headers.ContentEncoding = "gzip";
        return Results.Bytes(_current.Value.Gzipped, "text/css; charset=utf-8");
    }

    private Content Read()
    {
        var css = Import().Replace(Text("site.css"), import =>
        {
            var content = SourceMap().Replace(Text(import.Groups["path"].Value), "");
            var layered = $"@layer {import.Groups["layer"].Value} {{\n{content}\n}}";
            return import.Groups["media"].Value is { Length: > 0 } media ? $"@media {media} {{\n{layered}\n}}" : layered;
        });

        var plain = Encoding.UTF8.GetBytes(Url().Replace(css, "url(\"${path}\""));
        using var gzipped = new MemoryStream();
        using (var zip = new GZipStream(gzipped, CompressionLevel.SmallestSize))
            zip.Write(plain);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(plain);
        foreach (var file in OwnFiles("").Concat(Url().Matches(css).Select(url => url.Groups["path"].Value).Distinct()))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(Bytes(file));
        }

        return new Content(Convert.ToHexStringLower(hash.GetHashAndReset())[..16], plain, gzipped.ToArray());
    }

    /// <summary>Scripts and pictures that are written here. What comes from npm is counted where the styles name it.</summary>
    private IEnumerable<string> OwnFiles(string folder) =>
        from entry in _files.GetDirectoryContents(folder).OrderBy(entry => entry.Name, StringComparer.Ordinal)
        let path = $"{folder}/{entry.Name}"
        where path != "/lib"
        from file in entry.IsDirectory ? OwnFiles(path) : entry.Name.EndsWith(".js", StringComparison.Ordinal) || entry.Name.EndsWith(".svg", StringComparison.Ordinal) ? [path] : []
        select file;

    private string Text(string path) => Encoding.UTF8.GetString(Bytes(path));

    private byte[] Bytes(string path)
    {
        using var read = _files.GetFileInfo(path).CreateReadStream();
        using var content = new MemoryStream();
        read.CopyTo(content);
        return content.ToArray();
    }

    [GeneratedRegex($"^{Root}/(?<hash>[0-9a-f]{{16}})(?<path>/.+)$")]
    private static partial Regex Kept();

    [GeneratedRegex("""@import url\("(?<path>[^"]+)"\) layer\((?<layer>\w+)\) ?(?<media>\w*);""")]
    private static partial Regex Import();

    /// <summary>A font or a picture, from <c>wwwroot</c>. Without its slash it stands beside the styles, whatever their address.</summary>
    [GeneratedRegex("url\\(\"/(?<path>[^\"]+)\"")]
    private static partial Regex Url();

    [GeneratedRegex(@"/\*# sourceMappingURL=.*?\*/")]
    private static partial Regex SourceMap();

    private sealed record Content(string Hash, byte[] Plain, byte[] Gzipped);
}
