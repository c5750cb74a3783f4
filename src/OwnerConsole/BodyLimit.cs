using Microsoft.AspNetCore.Http.Features;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole;

/// <summary>Rejects bodies above the endpoint's limit, before reading them if the length is announced, and bodies that can't be decompressed.</summary>
internal sealed class BodyLimit(RequestDelegate next)
{
    public async Task Invoke(HttpContext context)
    {
        var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (context.Request.ContentLength > most)
            throw Refuse(context, most);
        var isPacked = context.Request.Headers.ContentEncoding.Count > 0;
        try
        {
            await next(context);
        }
        catch (Exception error) when (isPacked && IsBadlyPacked(error))
        {
            throw new Problem(400, "bad_encoding", "The body does not match its Content-Encoding.");
        }
        catch (Exception error) when (IsTooLarge(error))
        {
            throw Refuse(context, most);
        }
        if (context.Response is { StatusCode: StatusCodes.Status413PayloadTooLarge, HasStarted: false })
            throw Refuse(context, most);
    }

    // The first reader of a form, such as the antiforgery check, may wrap the exception.
    private static bool IsTooLarge(Exception? error) =>
        error is not null && (error is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } || IsTooLarge(error.InnerException));

    private static bool IsBadlyPacked(Exception? error) =>
        error is not null
        && (
            error is InvalidDataException
            || (error is InvalidOperationException { Source: { } source } && source.StartsWith("System.IO.Compression", StringComparison.Ordinal))
            || IsBadlyPacked(error.InnerException)
        );

    private static Problem Refuse(HttpContext context, long? most)
    {
        context.Response.Headers.Connection = "close";
        return new(413, "too_large", $"The body must have at most {most} bytes. Split it into several requests.");
    }
}
