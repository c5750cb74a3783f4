using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Adds the security headers to every response, including errors. Scripts, styles, fonts, images and JSON get only the headers that apply to them.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public const string Reports = "/csp-reports";

    private const string Data = "default-src 'none'; frame-ancestors 'none'";

    public Task Invoke(HttpContext context)
    {
        context.Response.OnStarting(() => Write(context));
        return next(context);
    }

    private static async Task Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        if (headers.CacheControl.Count == 0 || IsPrivate(context))
            headers.CacheControl = "no-store";
        if (IsPart(context.Response))
            return;
        if (IsData(context.Response))
        {
            headers.ContentSecurityPolicy = Data;
            return;
        }
        headers.ContentSecurityPolicy =
            IsPublic(context) ? PublicContent.Policy
            : PortalResponses.IsPortal(context) ? await PortalResponses.Policy(context)
            : IsSandboxed(context) ? Sandbox.Policy
            : Own(context.RequestServices.GetRequiredService<Nonce>().Text);
        headers["Reporting-Endpoints"] = $"csp=\"{Reports}\"";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "publickey-credentials-get=(self), camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    }

    private static string Own(string nonce) =>
        $"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types htmx echarts ProseMirrorClipboard; report-to csp";

    private static bool IsPart(HttpResponse response) =>
        response is { StatusCode: < 400, ContentType: { } type }
        && (type.StartsWith("text/css", StringComparison.Ordinal) || type.StartsWith("text/javascript", StringComparison.Ordinal) || type is "font/woff2");

    // Data is never rendered or framed and sends no reports. An image opened as a page must not run scripts.
    private static bool IsData(HttpResponse response) =>
        response.ContentType is { } type
        && (
            type.StartsWith("application/json", StringComparison.Ordinal)
            || type.StartsWith("application/problem+json", StringComparison.Ordinal)
            || type is "image/svg+xml" or "application/yaml"
        );

    private static bool IsSandboxed(HttpContext context) =>
        context.Response.StatusCode < 400 && context.GetEndpoint()?.Metadata.GetMetadata<Sandbox>() is not null;

    private static bool IsPublic(HttpContext context) =>
        context.Response.StatusCode < 400 && context.GetEndpoint()?.Metadata.GetMetadata<PublicContent>() is not null;

    // Pages contain a nonce and API responses contain private data, so neither may be cached, whatever the route says. Public content has none of both.
    private static bool IsPrivate(HttpContext context) => !IsPublic(context) && IsPersonal(context);

    private static bool IsPersonal(HttpContext context) =>
        context.Response.StatusCode >= 400
        || context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
