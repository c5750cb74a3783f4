using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reads request bodies and reports errors by the caller's field names.</summary>
public static class RequestBody
{
    /// <exception cref="Problem">415 when the body is not JSON, 400 when it can't be parsed. The host answers 413 for a body over the endpoint's limit.</exception>
    public static async Task<JsonElement> ReadJson(HttpContext context, CancellationToken stop)
    {
        if (!context.Request.HasJsonContentType())
            throw new Problem(415, "not_json", "Send JSON with the header Content-Type: application/json.");
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, new() { MaxDepth = 16, AllowDuplicateProperties = false }, stop);
            BodyTextCheck.Check(document.RootElement, "");
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw OwnerConsole.Data.Json.Explain(error, typeof(JsonElement));
        }
        catch (InvalidOperationException)
        {
            throw InvalidMemberName();
        }
    }

    /// <summary>Error for the InvalidOperationException that the reader throws while checking for duplicate names.</summary>
    public static Problem InvalidMemberName() => new(400, "bad_text", "A field name contains an unpaired surrogate. Send valid Unicode.");

    /// <summary>Reads <c>{"data": [{"id": "ext:…", …}]}</c>, the format of all bulk reports.</summary>
    /// <param name="most">Maximum number of reports.</param>
    /// <param name="id">What an id is, for the error about a missing one.</param>
    /// <exception cref="Problem">400 with the position of the error.</exception>
    public static IReadOnlyList<BulkItem> ReadBulk(JsonElement body, int most, string id = "ext: followed by your own id")
    {
        if (
            body.ValueKind != JsonValueKind.Object
            || !body.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Array
            || body.EnumerateObject().Count() != 1
        )
            throw Problem.Invalid("body", "must be an object with exactly one field: data, a list of reports.");
        if (data.GetArrayLength() is var count && (count == 0 || count > most))
            throw Problem.Invalid("data", $"must contain 1 to {most} reports.");
        return [.. data.EnumerateArray().Select((element, place) => ReadItem(element, place, id))];
    }

    private static BulkItem ReadItem(JsonElement element, int place, string what)
    {
        var at = $"data[{place}]";
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
            throw Problem.Invalid($"{at}.id", $"is required: {what}.");
        var fields = element
            .EnumerateObject()
            .Where(member => member.Name != "id")
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        return new(id.GetString()!, OwnerConsole.Data.Json.Element(fields), at);
    }

    /// <param name="what">Subject that the id belongs to, in words: <c>the member</c>.</param>
    /// <returns>The application's own id, without the prefix <c>ext:</c>.</returns>
    /// <exception cref="Problem">400 when the id is not an external id.</exception>
    public static string ReadExternalId(string named, string what) =>
        named.StartsWith("ext:", StringComparison.Ordinal) && named.Length <= 204 && !string.IsNullOrWhiteSpace(named[4..]) && !named.Any(char.IsControl)
            ? named[4..]
            : throw Problem.Invalid("id", $"must be ext: followed by your own id of {what}, with 1 to 200 printable characters.");

    public static async Task<T> ReadJson<T>(HttpContext context, CancellationToken stop) => OwnerConsole.Data.Json.Read<T>(await ReadJson(context, stop));
}

/// <summary>One item of a bulk report.</summary>
/// <param name="At">Position in the body, for error messages.</param>
public sealed record BulkItem(string Id, JsonElement Fields, string At);

/// <summary>Format of all bulk reports, for the API description. Each item also has an id.</summary>
public sealed record Bulk<T>(IReadOnlyList<T> Data);
