using System.Globalization;
using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Trust.Audit;

/// <summary>Lines of an extract: for people a row with names, for programs what the API lists with what was hashed.</summary>
internal static class ExtractLines
{
    // Hashes stand in hexadecimal here: base64 can begin with a sign that a spreadsheet takes for a formula.
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

    public static string Csv(LogEntry entry, SentenceReader names) =>
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
            names.Text(entry.Says),
            string.Join("; ", entry.Changes.Select(change => $"{change.Field}: {names.Value(change.Before)} → {names.Value(change.After)}")),
            entry.Event,
            entry.EventId,
            Convert.ToHexStringLower(entry.Leaf),
            entry.PrunedAt is { } pruned ? Instant(pruned) : null
        );

    /// <summary>The last row: <c>checkpoint</c> where a position would stand, when it was signed, and the note as the text.</summary>
    public static string Csv(StoredCheckpoint? last) =>
        Pure.Exports.Csv.Row(["checkpoint", last is null ? null : Instant(last.At), .. new string?[10], last?.Note, .. new string?[5]]);

    public static string Json(LogEntry entry, SentenceReader names)
    {
        var json = JsonSerializer.SerializeToNode(LogEntryView.Of(entry, names), Kernel.Data.Json.Answers)!.AsObject(); // a record is an object
        json["leaf"] = Convert.ToBase64String(entry.Leaf);
        if (entry.PrunedAt is null && !Hidden.Has(FieldClass.Money)) // what was hashed can't be cut without the proof
            json["bytes"] = Convert.ToBase64String(entry.Bytes());
        return json.ToJsonString() + "\n";
    }

    public static string Json(StoredCheckpoint? last) => Kernel.Data.Json.Text(new { checkpoint = last is null ? null : CheckpointView.Of(last) }) + "\n";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
