using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Kernel.Operations;

/// <summary>A run in progress.</summary>
/// <param name="NextPlace">Place of the next subject; all subjects before it are processed.</param>
/// <param name="StartsAt">For a run waiting for approval: when the wait ends.</param>
/// <param name="StartsWithoutApproval">Whether no one else can approve it: then it starts at that time, otherwise it expires.</param>
/// <param name="ScheduledFor">Scheduled start; null to start at once.</param>
/// <param name="Grants">The run's own permissions; null to use the requester's current ones.</param>
/// <param name="Segment">With own permissions: definition of the segment that limits the requester's access.</param>
internal sealed record ActiveRun(
    string RunId,
    string? PreviewId,
    string? UndoOf,
    string Operation,
    string RequestedBy,
    string Input,
    RunState State,
    bool AllOrNothing,
    int Subjects,
    int NextPlace,
    int Done,
    int Refused,
    int Failed,
    int Waiting,
    DateTimeOffset? StartsAt,
    bool StartsWithoutApproval,
    RequiredConfirmation? RequiredConfirmation,
    DateTimeOffset? ScheduledFor,
    string[]? Grants,
    string? Segment
)
{
    private const int MinChunkSize = 10;

    /// <summary>Maximum number of subjects in one transaction.</summary>
    public const int MaxChunkSize = 500;

    /// <summary>Number of subjects per transaction: small enough to stop quickly and show progress, large enough to benefit from batching.</summary>
    public int ChunkSize => AllOrNothing && Subjects <= MaxChunkSize ? Math.Max(Subjects, 1) : Math.Clamp(Subjects / 10, MinChunkSize, MaxChunkSize);

    /// <returns>The caller to execute as; null if they no longer exist.</returns>
    public async Task<Caller?> Actor(UnitOfWork work) =>
        Grants is null
            ? await CallerLookup.Find(RequestedBy, work)
            : new(RequestedBy, CallerKind.Person, Grants) { Segment = OwnerConsole.Data.Segment.Unloaded(Segment) };

    public JsonElement ReadInput() => JsonSerializer.Deserialize<JsonElement>(Input);

    public static Task<ActiveRun?> Find(string runId, UnitOfWork work) => work.One<ActiveRun>($"{Columns} where r.run_id = @runId", new { runId });

    /// <summary>Locks the run in arrival order. A row lock alone would favour the next chunk over someone who wants to stop the run.</summary>
    public static async Task<ActiveRun> Lock(string runId, UnitOfWork work) =>
        (
            await work.One<ActiveRun>(
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
        select r.run_id, r.preview_id, r.undo_of, r.operation, r.requested_by, r.input, r.state, r.all_or_nothing, r.subjects, r.next_place,
               r.done, r.refused, r.failed, r.waiting, r.starts_at, r.starts_without_approval, r.required_confirmation, r.scheduled_for, r.grants, r.segment
          from core.runs r
        """;
}
