using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>The body of a request that brings events.</summary>
public static class EventBody
{
    /// <summary>Levels of a whole request of an SDK: one deep message of many is rejected by itself.</summary>
    public const int DeepestOfSdks = 64;

    /// <exception cref="Problem">400 for what is not UTF-8; a body over the endpoint's limit is answered 413 by the host</exception>
    public static async Task<ReadOnlyMemory<byte>> Bytes(HttpContext context)
    {
        using var read = new MemoryStream();
        await context.Request.Body.CopyToAsync(read, context.RequestAborted);
        var bytes = read.GetBuffer().AsMemory(0, (int)read.Length);
        return Utf8.IsValid(bytes.Span) ? bytes : throw new Problem(400, "bad_text", "The body is not UTF-8. Send it as UTF-8.");
    }

    /// <param name="deepest">levels of the whole</param>
    /// <exception cref="Problem">400 for what is no JSON, names a member twice or by what no text can hold, or is nested deeper</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> body, int deepest = 16)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = deepest, AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw Data.Json.Explain(error, typeof(JsonElement));
        }
        catch (InvalidOperationException)
        {
            throw Body.BadName();
        }
    }
}
