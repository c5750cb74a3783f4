using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>
/// Ingests the events again that a run retries. Events that fail again are new dead letters; events counted in the meantime are duplicates.
/// </summary>
public sealed class DeadLetterReplayer(Database database, EventIntake intake) : IWorkHandler
{
    private const int BatchSize = 500;

    public string Name => DeadLetters.ReplayKind;

    public string Title => "Retry rejected events";

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var run = item.Body.GetProperty("run").GetString()!; // Written by DeadLetters.
        var letters = await ReadBatch(run, stop);
        foreach (var some in letters.GroupBy(letter => (letter.KeyId, letter.Mode, letter.IsBackfill)))
            await intake.Ingest(new(some.Key.KeyId, CallerKind.Key, [], some.Key.Mode), "replay", some.Key.IsBackfill, [.. some.Select(Read)], stop);
        await MarkReplayed(letters, stop);
        return letters.Count == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    private static ParsedEvent Read(DeadLetterRow letter)
    {
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(letter.Body);
            // An event that was rejected for its time stays rejected.
            return letter.Reason is "bad_time" ? CloudEventReader.ReadOne(json) : CloudEventReader.ReadStored(json);
        }
        catch (JsonException)
        {
            return new(null, new("unreadable", "An event must be a JSON object."), letter.Body);
        }
    }

    private async Task<IReadOnlyList<DeadLetterRow>> ReadBatch(string run, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<DeadLetterRow>(
            """
            select dead_letter_id, key_id, mode, is_backfill, reason, body from core.dead_letters
             where ended_by = @run and ended_as = 'replayed' and retried_at is null
             order by dead_letter_id
             limit @AtOnce
            """,
            new { run, AtOnce = BatchSize }
        );
    }

    private async Task MarkReplayed(IReadOnlyList<DeadLetterRow> letters, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("events.retake"), [IdGenerator.Platform], stop);
        await work.Execute(
            "update core.dead_letters set retried_at = now() where tenant_id = 'tnt_platform' and dead_letter_id = any(@ids)",
            new { ids = letters.Select(letter => letter.DeadLetterId).ToArray() }
        );
        await work.Commit();
    }

    private sealed record DeadLetterRow(long DeadLetterId, string KeyId, Mode Mode, bool IsBackfill, string Reason, string Body);
}
