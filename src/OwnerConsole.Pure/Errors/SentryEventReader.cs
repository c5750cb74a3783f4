using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Pure.Errors;

/// <summary>Reads the event of a Sentry SDK. Fields with unexpected types are ignored, because SDKs for many languages send them.</summary>
/// <remarks>Source: getsentry/sentry-docs, develop-docs/sdk/foundations/transport/event-payloads.</remarks>
public static class SentryEventReader
{
    /// <summary>Maximum size of an event in bytes, as at Sentry.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MaxDepth = 32,
        MaxExceptions = 5,
        MaxFrames = 100,
        MaxTitle = 200,
        MaxWord = 200;

    private static readonly string[] s_tenantNames = ["tenant", "tenant_id", "tenantId", "tenant.id"];

    /// <param name="eventId">ID in the header of the envelope; null if it has none.</param>
    /// <exception cref="FormatException">Not a JSON object, too large, or nested too deeply.</exception>
    public static ErrorReport Read(ReadOnlyMemory<byte> payload, string? eventId)
    {
        if (payload.Length > MaxBytes)
            throw new FormatException($"An event can have at most {MaxBytes} bytes.");
        try
        {
            using var document = JsonDocument.Parse(JsonText.WithoutLoneSurrogates(payload), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? Read(document.RootElement, eventId)
                : throw new FormatException("The event is not a JSON object.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // The latter: text with invalid characters.
        {
            throw new FormatException("The event is not valid JSON.", error);
        }
    }

    private static ErrorReport Read(JsonElement sent, string? eventId)
    {
        var exceptions = Exceptions(sent);
        var message = Message(sent);
        var title = exceptions is [var first, ..]
            ? (first.Message is { Length: > 0 } why ? $"{first.Type}: {why}" : first.Type)
            : message ?? "Error without a message";
        var own = Items(sent, "fingerprint").Where(part => part.ValueKind is JsonValueKind.String).Select(part => part.GetString()!).Take(20).ToList();
        return new(
            Id(Word(sent, "event_id") ?? eventId) ?? throw new FormatException("The event has no valid event_id."),
            At(sent),
            ErrorFingerprint.Of(own, exceptions, Text(sent, "logentry", "message") ?? message),
            OneLine(title),
            Culprit(sent, exceptions),
            Level(Word(sent, "level")),
            Word(sent, "release"),
            Word(sent, "environment"),
            Tenant(sent),
            Identifier(Member(Member(sent, "user"), "id")),
            exceptions,
            SentryEventDetails.Of(sent)
        )
        {
            Operation = Word(sent, "transaction") ?? Tag(sent, "operation"),
        };
    }

    /// <summary>Sentry lists causes first.</summary>
    private static List<ErrorException> Exceptions(JsonElement sent)
    {
        var list = Member(sent, "exception") is { ValueKind: JsonValueKind.Array } ? Items(sent, "exception") : Items(Member(sent, "exception"), "values");
        return
        [
            .. list.Where(one => one.ValueKind is JsonValueKind.Object)
                .Reverse()
                .Take(MaxExceptions)
                .Select(one => new ErrorException(
                    Word(one, "type") ?? "Error",
                    Word(one, "value", 1_000),
                    [
                        .. Items(Member(one, "stacktrace"), "frames")
                            .Reverse()
                            .Where(frame => frame.ValueKind is JsonValueKind.Object)
                            .Take(MaxFrames)
                            .Select(Frame),
                    ]
                )),
        ];
    }

    private static ErrorFrame Frame(JsonElement frame) =>
        new(
            Word(frame, "function"),
            Word(frame, "module") ?? Word(frame, "filename", 500)?.Split('?', 2)[0] ?? Word(frame, "abs_path", 500)?.Split('?', 2)[0],
            Number(frame, "lineno"),
            Number(frame, "colno"),
            Member(frame, "in_app").ValueKind is JsonValueKind.True,
            Word(frame, "context_line", 300)
        );

    private static string? Message(JsonElement sent) =>
        Text(sent, "logentry", "formatted") ?? Text(sent, "logentry", "message") ?? Text(sent, "message", "formatted") ?? Word(sent, "message", 1_000);

    private static string? Culprit(JsonElement sent, IReadOnlyList<ErrorException> exceptions) =>
        Word(sent, "transaction")
        ?? (
            exceptions is [{ Frames: [_, ..] frames }, ..] && (frames.FirstOrDefault(frame => frame.IsInApp) ?? frames[0]) is var top
                ? top.Function ?? top.File
                : null
        );

    private static ErrorLevel Level(string? said) =>
        said switch
        {
            "fatal" => ErrorLevel.Fatal,
            "warning" => ErrorLevel.Warning,
            "info" or "log" => ErrorLevel.Info,
            "debug" => ErrorLevel.Debug,
            _ => ErrorLevel.Error,
        };

    /// <summary>A tag, a member of the user, or a context.</summary>
    private static string? Tenant(JsonElement sent)
    {
        var (user, contexts) = (Member(sent, "user"), Member(sent, "contexts"));
        var context = Member(contexts, "tenant");
        return s_tenantNames.Select(name => Tag(sent, name)).FirstOrDefault(found => found is not null)
            ?? s_tenantNames
                .Select(name => Identifier(Member(user, name)) ?? Identifier(Member(Member(user, "data"), name)))
                .FirstOrDefault(found => found is not null)
            ?? Identifier(Member(context, "id"))
            ?? Identifier(Member(context, "external_id"));
    }

    /// <summary>Tags are an object, or a list of pairs.</summary>
    private static string? Tag(JsonElement sent, string name) =>
        Identifier(Member(Member(sent, "tags"), name))
        ?? Items(sent, "tags")
            .Where(pair =>
                pair.ValueKind is JsonValueKind.Array && pair.GetArrayLength() == 2 && pair[0].ValueKind is JsonValueKind.String && pair[0].GetString() == name
            )
            .Select(pair => Identifier(pair[1]))
            .FirstOrDefault();

    private static DateTimeOffset? At(JsonElement sent)
    {
        var said = Member(sent, "timestamp");
        return said.ValueKind is JsonValueKind.Number && said.TryGetDouble(out var seconds) && seconds is > 0 and < 253_402_300_800
                ? DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Floor(seconds * 1_000))
            : said.ValueKind is JsonValueKind.String
            && DateTimeOffset.TryParse(said.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at.ToUniversalTime()
            : null;
    }

    private static string? Id(string? said) => said is not null && Guid.TryParse(said, out var id) ? id.ToString("N") : null;

    private static string? Identifier(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String when value.GetString() is { Length: > 0 and <= MaxWord } text && !text.Any(char.IsControl) => text,
            JsonValueKind.Number when value.GetRawText() is { Length: <= 40 } digits => digits,
            _ => null,
        };

    private static int? Number(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    private static string OneLine(string text) => SecretScrubber.Text(text.Split('\n', 2)[0].Trim(), MaxTitle) is { Length: > 0 } line ? line : "Error";

    private static string? Text(JsonElement of, string name, string member) => Word(Member(of, name), member, 1_000);

    private static string? Word(JsonElement of, string name, int most = MaxWord) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? SecretScrubber.Text(text, most) : null;

    private static IEnumerable<JsonElement> Items(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;
}
