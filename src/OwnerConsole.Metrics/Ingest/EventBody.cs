using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Body of a request with events.</summary>
public static class EventBody
{
    /// <summary>Maximum nesting of a whole SDK request; a single message that is too deep is rejected separately.</summary>
    public const int MaxSdkDepth = 64;

    /// <exception cref="Problem">400: not UTF-8. The host answers 413 for a body over the endpoint's limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytes(HttpContext context)
    {
        using var read = new MemoryStream();
        await context.Request.Body.CopyToAsync(read, context.RequestAborted);
        var bytes = read.GetBuffer().AsMemory(0, (int)read.Length);
        return Utf8.IsValid(bytes.Span) ? bytes : throw new Problem(400, "bad_text", "The body is not UTF-8. Send it as UTF-8.");
    }

    /// <param name="deepest">Maximum nesting depth.</param>
    /// <exception cref="Problem">400: not JSON, a duplicate member, a member name with invalid characters, or nested too deeply.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> body, int deepest = 16)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = deepest, AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw OwnerConsole.Data.Json.Explain(error, typeof(JsonElement));
        }
        catch (InvalidOperationException)
        {
            throw RequestBody.InvalidMemberName();
        }
    }
}
