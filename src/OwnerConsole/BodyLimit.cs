using Microsoft.AspNetCore.Http.Features;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole;

/// <summary>Answers a body over the endpoint's limit in words, before it is read where its length is announced, and one that can't be unpacked.</summary>
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
            throw new Problem(400, "bad_encoding", "The body is not packed as its Content-Encoding says.");
        }
        catch (Exception error) when (IsTooLarge(error))
        {
            throw Refuse(context, most);
        }
        if (context.Response is { StatusCode: StatusCodes.Status413PayloadTooLarge, HasStarted: false })
            throw Refuse(context, most);
    }

    // The first reader of a form may wrap the exception: the check of the antiforgery token does.
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
        return new(413, "too_large", $"The body may have at most {most} bytes here. Send it in several requests.");
    }
}
