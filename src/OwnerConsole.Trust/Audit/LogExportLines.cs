using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Trust.Audit;

/// <summary>Formats log entries for export: CSV rows with names for people, and JSON as in the API plus the hashed bytes for programs.</summary>
internal static class LogExportLines
{
    // Hashes are hexadecimal, because base64 can start with a character that spreadsheets interpret as a formula.
    public static readonly string CsvHead = Pure.Exports.Csv.Row(
        "pos",
        "at",
        "tenant",
        "tenant_name",
        "kind",
        "actor",
        "actor_name",
        "operation",
        "run",
        "subject",
        "outcome",
        "code",
        "text",
        "changes",
        "event",
        "event_id",
        "leaf",
        "pruned_at"
    );

    public static string Csv(LogEntry entry, SentenceRenderer names) =>
        Pure.Exports.Csv.Row(
            entry.Pos.ToString(CultureInfo.InvariantCulture),
            Instant(entry.At),
            entry.TenantId,
            names.Name(entry.TenantId),
            entry.Kind,
            entry.Actor,
            names.Name(entry.Actor),
            entry.Operation,
            entry.RunId,
            entry.Subject,
            entry.Outcome,
            entry.Code,
            names.Text(entry.ParsedSentence),
            string.Join("; ", entry.Changes.Select(change => $"{change.Field}: {names.Value(change.Before)} → {names.Value(change.After)}")),
            entry.Event,
            entry.EventId,
            Convert.ToHexStringLower(entry.Stored!),
            entry.PrunedAt is { } pruned ? Instant(pruned) : null
        );

    /// <summary>The last row: <c>checkpoint</c> instead of a position, the time of signing, and the note as text.</summary>
    public static string Csv(StoredCheckpoint? last) =>
        Pure.Exports.Csv.Row(["checkpoint", last is null ? null : Instant(last.At), .. new string?[10], last?.Note, .. new string?[5]]);

    public static string Json(LogEntry entry, SentenceRenderer names)
    {
        var json = JsonSerializer.SerializeToNode(LogEntryView.Of(entry, names), OwnerConsole.Data.Json.ResponseOptions)!.AsObject(); // a record is an object
        json["leaf"] = Convert.ToBase64String(entry.Stored!);
        if (entry.PrunedAt is null && !HiddenFields.Has(FieldClass.Money)) // hashed bytes can't be redacted without breaking the proof
            json["bytes"] = Convert.ToBase64String(entry.Bytes());
        return json.ToJsonString() + "\n";
    }

    public static string Json(StoredCheckpoint? last) => OwnerConsole.Data.Json.Text(new { checkpoint = last is null ? null : CheckpointView.Of(last) }) + "\n";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
