using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>An event reported by an application, the common form of CloudEvents and the formats of other SDKs.</summary>
/// <param name="Source">Source, which together with <paramref name="Id"/> identifies the event.</param>
/// <param name="Subject">A <c>tnt_…</c> id, or the application's id with or without <c>ext:</c>; null if the key is bound to one tenant.</param>
/// <param name="Type">Event type that selects meters or a session, such as <c>class.booked</c>.</param>
/// <param name="At">Time of the event; null for now.</param>
/// <param name="Member">The application's own id of the member; null if no one did it.</param>
/// <param name="Data">An object, or null if there is no data.</param>
public sealed record IntakeEvent(string Source, string Id, string? Subject, string Type, DateTimeOffset? At, string? Member, JsonElement? Data)
{
    public const string SessionStarted = "session.started",
        SessionEnded = "session.ended",
        SessionRecorded = "session.recorded",
        PurchaseCompleted = "purchase.completed",
        Activity = "activity";

    /// <summary>Types built into the console, whose namespaces are reserved.</summary>
    internal static readonly IReadOnlyList<string> Known = [SessionStarted, SessionEnded, SessionRecorded, PurchaseCompleted, Activity];

    /// <summary>A text value of the data; null for any other type.</summary>
    public string? Text(string name) =>
        Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>An id of the data: a text, or a whole number as text; null for any other type.</summary>
    public string? Identifier(string name) =>
        Data is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.Number
        && value.TryGetInt64(out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : Text(name);
}

/// <summary>Result of reading one item of a request: an event or a rejection.</summary>
/// <param name="Raw">The item as sent, for inspecting rejected events.</param>
public sealed record ParsedEvent(IntakeEvent? Event, Rejection? Rejected, string Raw);

/// <summary>Reason why an event was rejected.</summary>
/// <param name="Reason">Stable reason for programs.</param>
/// <param name="Advice">Advice on how to fix it.</param>
public sealed record Rejection(string Reason, string Advice);
