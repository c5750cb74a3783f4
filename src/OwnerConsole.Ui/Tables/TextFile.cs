using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OwnerConsole.Identity;

namespace OwnerConsole.Ui.Tables;

/// <summary>A text file, streamed while it is read.</summary>
/// <param name="forPeople">Adds a byte order mark, so that spreadsheets detect UTF-8; programs could read it as part of the header.</param>
/// <param name="parts">Each part is sent before the next is read. It must not keep a database connection open in between, so that slow clients don't block one.</param>
public sealed class TextFile(string fileName, string mediaType, bool forPeople, IAsyncEnumerable<string> parts) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        var stop = context.RequestAborted;
        await using var part = parts.GetAsyncEnumerator(stop);
        var access = new AccessMonitor(context);
        var isThere = await part.MoveNextAsync(); // errors up to here become a normal error response
        Begin(context.Response, fileName, $"{mediaType}; charset=utf-8");
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: forPeople));
        for (; isThere; isThere = await part.MoveNextAsync())
        {
            await access.AbortUnlessAllowed();
            await writer.WriteAsync(part.Current);
            await writer.FlushAsync(stop);
        }
    }

    /// <summary>Sets the response headers of a download, which must not be cached.</summary>
    internal static void Begin(HttpResponse response, string fileName, string contentType)
    {
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        response.Headers.ContentDisposition = disposition.ToString();
    }
}
