using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reads what a caller sent, with errors in the caller's words.</summary>
public static class Body
{
    /// <exception cref="Problem">415 without JSON, 400 when it can't be read; a body over the endpoint's limit is answered 413 by the host</exception>
    public static async Task<JsonElement> Json(HttpContext context, CancellationToken stop)
    {
        if (!context.Request.HasJsonContentType())
            throw new Problem(415, "not_json", "Send JSON with the header Content-Type: application/json.");
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, new() { MaxDepth = 16, AllowDuplicateProperties = false }, stop);
            BodyTexts.Check(document.RootElement, "");
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw Kernel.Data.Json.Explain(error, typeof(JsonElement));
        }
        catch (InvalidOperationException)
        {
            throw BadName();
        }
    }

    /// <summary>What the reader means by an InvalidOperationException where it looks whether a name stands twice.</summary>
    public static Problem BadName() => new(400, "bad_text", "The name of a member has a character that no text can hold: half of a surrogate pair.");

    /// <summary>Reads <c>{"data": [{"id": "ext:…", …}]}</c>: the form of every bulk report.</summary>
    /// <exception cref="Problem">400 that names the place</exception>
    public static IReadOnlyList<BulkItem> Data(JsonElement body, int most)
    {
        if (
            body.ValueKind != JsonValueKind.Object
            || !body.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Array
            || body.EnumerateObject().Count() != 1
        )
            throw Problem.Invalid("body", "is an object with one member: data, a list of reports.");
        if (data.GetArrayLength() is var count && (count == 0 || count > most))
            throw Problem.Invalid("data", $"has 1 to {most} reports.");
        return [.. data.EnumerateArray().Select(Item)];
    }

    private static BulkItem Item(JsonElement element, int place)
    {
        var at = $"data[{place}]";
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
            throw Problem.Invalid($"{at}.id", "is required: ext: and your own id.");
        var fields = element
            .EnumerateObject()
            .Where(member => member.Name != "id")
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        return new(id.GetString()!, Kernel.Data.Json.Element(fields), at);
    }

    /// <param name="what">the application's id is of, in words: <c>the member</c></param>
    /// <returns>the application's own id of what is named by <c>ext:</c></returns>
    /// <exception cref="Problem">400: it isn't one</exception>
    public static string External(string named, string what) =>
        named.StartsWith("ext:", StringComparison.Ordinal) && named.Length <= 204 && !string.IsNullOrWhiteSpace(named[4..]) && !named.Any(char.IsControl)
            ? named[4..]
            : throw Problem.Invalid("id", $"is ext: and your own id of {what}, 1 to 200 printable characters.");

    public static async Task<T> Json<T>(HttpContext context, CancellationToken stop) => Kernel.Data.Json.Read<T>(await Json(context, stop));
}

/// <summary>One report of many.</summary>
/// <param name="At">its place in the body, for errors</param>
public sealed record BulkItem(string Id, JsonElement Fields, string At);

/// <summary>The form of every bulk report, for the API's description; each item also has an id.</summary>
public sealed record Bulk<T>(IReadOnlyList<T> Data);
