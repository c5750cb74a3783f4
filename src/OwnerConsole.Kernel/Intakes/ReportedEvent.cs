using System.Text.Json;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Something an application says happened, as every way in hands it on: CloudEvents and what other SDKs send become this.</summary>
/// <param name="Source">with <paramref name="Id"/> the event's identity: the same two are the same event</param>
/// <param name="Subject">a <c>tnt_…</c> id, <c>ext:</c> and the application's id, or that id bare; null where the key is bound to one tenant</param>
/// <param name="Type">which meter or session it belongs to, such as <c>class.booked</c></param>
/// <param name="At">when it happened; null for now</param>
/// <param name="Member">the application's own id of the person; null where nobody did it</param>
/// <param name="Data">an object, or null for none</param>
public sealed record ReportedEvent(string Source, string Id, string? Subject, string Type, DateTimeOffset? At, string? Member, JsonElement? Data)
{
    public const string SessionStarted = "session.started",
        SessionEnded = "session.ended",
        SessionRecorded = "session.recorded",
        PurchaseCompleted = "purchase.completed",
        Activity = "activity";

    /// <summary>Types that the console knows by itself, and whose namespaces are its own.</summary>
    internal static readonly IReadOnlyList<string> Known = [SessionStarted, SessionEnded, SessionRecorded, PurchaseCompleted, Activity];

    /// <summary>A value of the data that is a text; null for any other.</summary>
    public string? Text(string name) =>
        Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>What one item of a request turned out to be: an event, or why it is none.</summary>
/// <param name="Raw">as it was sent, for who looks at what was rejected</param>
public sealed record ReadItem(ReportedEvent? Event, Rejection? Rejected, string Raw);

/// <summary>Why an event was not taken in.</summary>
/// <param name="Reason">a word that programs can tell apart</param>
/// <param name="Says">what to do about it</param>
public sealed record Rejection(string Reason, string Says);
