using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Regulatief.Web.Features.Studio;

/// <summary>Serves Elsa Studio as its package brings it: beside each file stand its compressed forms, and one of these goes out where the browser takes it.</summary>
internal static partial class StudioFiles
{
    public const string Path = "/ontwerper";

    private static readonly (string Encoding, string Suffix)[] Forms = [("br", ".br"), ("gzip", ".gz")];

    public static IApplicationBuilder UseStudioFiles(this IApplicationBuilder app)
    {
        var files = new PhysicalFileProvider(System.IO.Path.Combine(AppContext.BaseDirectory, "studio"));
        return app
            .Use((context, next) =>
            {
                ChooseForm(context.Request, files);
                return next(context);
            })
            .UseStaticFiles(new StaticFileOptions
            {
                RequestPath = Path,
                FileProvider = files,
                ContentTypeProvider = new ContentTypes(),
                OnPrepareResponse = answer => Describe(answer.Context.Response, answer.File.Name),
            });
    }

    private static void ChooseForm(HttpRequest request, PhysicalFileProvider files)
    {
        if (!request.Path.StartsWithSegments(Path, out var file) || !file.HasValue || !files.GetFileInfo(file).Exists) return;

        var accepted = request.GetTypedHeaders().AcceptEncoding.Where(e => e.Quality is not 0).Select(e => e.Value.Value).ToList();
        var form = Forms.FirstOrDefault(f => accepted.Contains(f.Encoding) && files.GetFileInfo(file + f.Suffix).Exists);
        if (form.Suffix is not null) request.Path += form.Suffix;
    }

    private static void Describe(HttpResponse response, string name)
    {
        var form = Forms.FirstOrDefault(f => name.EndsWith(f.Suffix, StringComparison.Ordinal));
        if (form.Encoding is not null) response.Headers.ContentEncoding = form.Encoding;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.CacheControl = Fingerprint().IsMatch(name) ? "public, max-age=31536000, immutable" : "no-cache";
    }

    /// <summary>Blazor names most of its files after their content.</summary>
    [GeneratedRegex(@"\.[0-9a-z]{10}\.(wasm|dat|js|bundle\.scp\.css)(\.br|\.gz)?$")]
    private static partial Regex Fingerprint();

    private sealed class ContentTypes : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _known = new() { Mappings = { [".dat"] = "application/octet-stream", [".wasm"] = "application/wasm" } };

        public bool TryGetContentType(string subpath, out string contentType)
        {
            var form = Forms.FirstOrDefault(f => subpath.EndsWith(f.Suffix, StringComparison.Ordinal));
            if (!_known.TryGetContentType(form.Suffix is null ? subpath : subpath[..^form.Suffix.Length], out contentType!)) return false;
            if (contentType.StartsWith("text/", StringComparison.Ordinal)) contentType += "; charset=utf-8";
            return true;
        }
    }
}
