using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OwnerConsole.Ui.Tables;

/// <summary>A file of text that is sent while it is read, whatever its length.</summary>
/// <param name="forPeople">with the mark by which spreadsheets know that names are UTF-8; programs would take it for part of the head</param>
/// <param name="parts">each is sent before the next is asked for; nothing may hold a connection between two of them, so that who reads slowly holds none</param>
public sealed class TextFile(string fileName, string mediaType, bool forPeople, IAsyncEnumerable<string> parts) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        var stop = context.RequestAborted;
        await using var part = parts.GetAsyncEnumerator(stop);
        var isThere = await part.MoveNextAsync(); // what goes wrong until here is answered as any other error
        Begin(context.Response, fileName, $"{mediaType}; charset=utf-8");
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: forPeople));
        for (; isThere; isThere = await part.MoveNextAsync())
        {
            await writer.WriteAsync(part.Current);
            await writer.FlushAsync(stop);
        }
    }

    /// <summary>What every file is sent with: it is kept by whoever asked for it and by nobody in between.</summary>
    internal static void Begin(HttpResponse response, string fileName, string contentType)
    {
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        response.Headers.ContentDisposition = disposition.ToString();
    }
}
