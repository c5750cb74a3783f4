using Microsoft.Extensions.Primitives;

namespace OwnerConsole.Shell;

/// <summary>Serves assets that the build has precompressed to browsers that accept the encoding, without work per request.</summary>
public sealed class CompressedFiles(RequestDelegate next)
{
    private static readonly string s_root = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        [".js"] = "text/javascript",
        [".css"] = "text/css",
        [".svg"] = "image/svg+xml",
    };

    // The files are listed once. Only listed files can be requested, so no request path ever reaches the disk.
    private static readonly Dictionary<string, CompressedFile> s_files = Directory.Exists(s_root)
        ? Directory
            .EnumerateFiles(s_root, "*.br")
            .ToDictionary(
                file => "/" + Path.GetFileNameWithoutExtension(file),
                file => new CompressedFile(file, s_types[Path.GetExtension(file[..^3])]),
                StringComparer.Ordinal
            )
        : [];

    public Task Invoke(HttpContext context)
    {
        if (
            !s_files.TryGetValue(context.Request.Path.Value ?? "", out var file)
            || !HttpMethods.IsGet(context.Request.Method)
            || !AcceptsBrotli(context.Request.Headers.AcceptEncoding)
        )
            return next(context);
        var headers = context.Response.Headers;
        headers.ContentType = file.Type;
        headers.ContentEncoding = "br";
        headers.Vary = "Accept-Encoding";
        headers.CacheControl = "public, max-age=31536000, immutable";
        return context.Response.SendFileAsync(file.Path, context.RequestAborted);
    }

    private static bool AcceptsBrotli(StringValues accepted) =>
        accepted
            .ToString()
            .Split(',')
            .Any(word =>
                word.Trim() == "br" || word.TrimStart().StartsWith("br;", StringComparison.Ordinal) && !word.Contains("q=0", StringComparison.Ordinal)
            );

    private sealed record CompressedFile(string Path, string Type);
}
