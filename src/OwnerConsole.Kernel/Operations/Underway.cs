using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Operations;

/// <summary>A run while it is carried out.</summary>
/// <param name="NextPlace">every subject before it is settled</param>
/// <param name="BeginsAt">of a run that waits for approval: when its wait is over</param>
/// <param name="BeginsAlone">nobody else may approve it: then it begins by itself; otherwise it is given up</param>
/// <param name="ScheduledFor">not before this moment; null: at once</param>
/// <param name="Grants">of its own; null: those of who asked, as of now</param>
/// <param name="Segment">beside grants of its own: the words of the one that who asked saw</param>
internal sealed record Underway(
    string RunId,
    string? PreviewId,
    string? UndoOf,
    string Operation,
    string AskedBy,
    string Input,
    RunState State,
    bool AllOrNothing,
    int Subjects,
    int NextPlace,
    int Done,
    int Refused,
    int Failed,
    int Waiting,
    DateTimeOffset? BeginsAt,
    bool BeginsAlone,
    Asked? Asked,
    DateTimeOffset? ScheduledFor,
    string[]? Grants,
    string? Segment
)
{
    private const int Smallest = 10;

    /// <summary>Subjects that fit one transaction.</summary>
    public const int Largest = 500;

    /// <summary>Subjects of one transaction: small enough to be stopped soon and shown moving, large enough to cost what one statement costs.</summary>
    public int ChunkSize => AllOrNothing && Subjects <= Largest ? Math.Max(Subjects, 1) : Math.Clamp(Subjects / 10, Smallest, Largest);

    /// <returns>who carries it out now; null when they are no longer here</returns>
    public async Task<Caller?> Actor(Work work) =>
        Grants is null ? await Standing.Of(AskedBy, work) : new(AskedBy, CallerKind.Person, Grants) { Segment = Identities.Segment.Unread(Segment) };

    public JsonElement ReadInput() => JsonSerializer.Deserialize<JsonElement>(Input);

    public static Task<Underway?> Find(string runId, Work work) => work.One<Underway>($"{Columns} where r.run_id = @runId", new { runId });

    /// <summary>Takes the run: whoever wants to stop it, or to carry it on, waits, and comes in turn. The row alone would go to whoever is quicker, which is the next chunk.</summary>
    public static async Task<Underway> Take(string runId, Work work) =>
        (
            await work.One<Underway>(
                $"""
                with turn as materialized (select pg_advisory_xact_lock(hashtextextended(@runId, 0)))
                {Columns} cross join turn
                 where r.run_id = @runId
                   for no key update of r
                """,
                new { runId }
            )
        )!;

    private const string Columns = """
        select r.run_id, r.preview_id, r.undo_of, r.operation, r.asked_by, r.input, r.state, r.all_or_nothing, r.subjects, r.next_place,
               r.done, r.refused, r.failed, r.waiting, r.begins_at, r.begins_alone, r.asked, r.scheduled_for, r.grants, r.segment
          from core.runs r
        """;
}
