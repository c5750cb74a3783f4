using System.Text.Json;

namespace OwnerConsole.Pure.Errors;

/// <summary>A request of a Sentry SDK: a header and items, each in its own lines.</summary>
/// <remarks>Source: getsentry/sentry-docs, develop-docs/sdk/foundations/data-model/envelopes.mdx. SDKs for Node.js omit the length of items.</remarks>
public sealed record SentryEnvelope(JsonElement Header, IReadOnlyList<SentryItem> Items)
{
    private const int MaxItems = 1_000,
        MaxDepth = 8;

    private const byte LineFeed = (byte)'\n';

    /// <returns>Text of a member of the header, such as dsn; null if it has none.</returns>
    public string? Text(string name) => Text(Header, name);

    /// <exception cref="FormatException">Not an envelope, or too many items.</exception>
    public static SentryEnvelope Read(ReadOnlyMemory<byte> body)
    {
        var header = Parse(Line(ref body));
        var items = new List<SentryItem>();
        while (!body.IsEmpty)
        {
            var line = Line(ref body);
            if (line.Span.Trim(" \r\t"u8).IsEmpty)
                continue; // an empty line can follow each item
            if (items.Count == MaxItems)
                throw new FormatException($"An envelope can have at most {MaxItems} items.");
            var item = Parse(line);
            items.Add(new(Text(item, "type") ?? throw new FormatException("An item has no type."), Payload(item, ref body)));
        }
        return new(header, items);
    }

    private static ReadOnlyMemory<byte> Payload(JsonElement item, ref ReadOnlyMemory<byte> body)
    {
        if (!item.TryGetProperty("length", out var said) || said.ValueKind is JsonValueKind.Null)
            return Line(ref body);
        if (said.ValueKind is not JsonValueKind.Number || !said.TryGetInt32(out var length) || length < 0 || length > body.Length)
            throw new FormatException("The length of an item is wrong.");
        var payload = body[..length];
        body = body[length..];
        if (!body.IsEmpty && body.Span[0] != LineFeed)
            throw new FormatException("The length of an item is wrong.");
        if (!body.IsEmpty)
            body = body[1..];
        return payload;
    }

    private static ReadOnlyMemory<byte> Line(ref ReadOnlyMemory<byte> body)
    {
        var end = body.Span.IndexOf(LineFeed);
        var line = end < 0 ? body : body[..end];
        body = end < 0 ? ReadOnlyMemory<byte>.Empty : body[(end + 1)..];
        return line;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new FormatException("A header is not a JSON object.");
        }
        catch (JsonException error)
        {
            throw new FormatException("A header is not a JSON object.", error);
        }
    }

    private static string? Text(JsonElement header, string name) =>
        header.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}

/// <summary>An item of an envelope.</summary>
/// <param name="Type">Such as event or transaction.</param>
/// <param name="Payload">Its content, usually JSON.</param>
public sealed record SentryItem(string Type, ReadOnlyMemory<byte> Payload);
