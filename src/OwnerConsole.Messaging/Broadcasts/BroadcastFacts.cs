using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>A broadcast, or the platform for a new one, as the subject of an operation.</summary>
/// <param name="Broadcast">Null for a new one and a deleted one.</param>
/// <param name="Mode">Mode of the members who receive it.</param>
public sealed record BroadcastFacts(string Id, long Revision, Broadcast? Broadcast, Mode Mode) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>Id of the new broadcast.</summary>
    public string NewId { get; init; } = "";

    /// <summary>The audience after the change; null if it can't be read.</summary>
    public Audience? Audience { get; init; }

    /// <summary>Who would receive it now; null if that doesn't matter for the operation.</summary>
    public Reach? Reach { get; init; }

    /// <summary>Whether a named tenant doesn't exist.</summary>
    public bool IsTenantUnknown { get; init; }

    /// <summary>Whether emails can be sent.</summary>
    public bool IsEmailSetUp { get; init; }

    /// <summary>Recipients by channel; empty if that doesn't matter for the operation.</summary>
    public IReadOnlyList<ChannelStatistics> Statistics { get; init; } = [];

    /// <summary>Whether the member whose values a test shows doesn't exist.</summary>
    public bool IsMemberUnknown { get; init; }

    /// <summary>Whether a correction is not finished.</summary>
    public bool IsBeingCorrected { get; init; }

    /// <summary>Id of the team member who receives a test email; the platform's id for the sender address.</summary>
    public string TestRecipient { get; init; } = IdGenerator.Platform;

    public static async Task<IReadOnlyList<BroadcastFacts>> Load(IReadOnlyList<string> ids, Database database, UnitOfWork work)
    {
        // Locks the current rows, so that a concurrent change is detected as a conflict with the preview.
        foreach (var table in new[] { "broadcasts", "sends" })
            await work.List<string>(
                $"select c.opened_by from broadcasts.{table} c where c.tenant_id = 'tnt_platform' and c.broadcast_id = any(@ids) and c.closed_by is null {work.ForUpdate("c")}",
                new { ids = ids.ToArray() }
            );
        var known = await work.List<RevisionRow>(
            """
            select b.broadcast_id, count(*) + count(b.closed_by) + 1
                   + (select count(*) + count(s.started_at) + count(s.ended_at) + count(s.stopped_at) + count(s.closed_by)
                        from broadcasts.sends s where s.tenant_id = 'tnt_platform' and s.broadcast_id = b.broadcast_id)
                   + (select count(*) + count(c.closed_by) from broadcasts.corrections c where c.tenant_id = 'tnt_platform' and c.broadcast_id = b.broadcast_id) as revision
              from broadcasts.broadcasts b
             where b.tenant_id = 'tnt_platform' and b.broadcast_id = any(@ids)
             group by b.broadcast_id
            """,
            new { ids = ids.ToArray() }
        );
        var broadcasts = await Messaging.Broadcasts.Broadcast.List(ids, work);
        await using var reading = await database.Read(work.Stop); // a run on the platform can't read tenants
        var shown = work.Caller is { } caller ? await Modes.Shown(caller, reading) : await Modes.Shown(reading);
        IEnumerable<BroadcastFacts> platform = ids.Contains(IdGenerator.Platform) ? [new(IdGenerator.Platform, 1, null, shown)] : [];
        return
        [
            .. platform,
            .. known
                .OrderBy(row => row.BroadcastId, StringComparer.Ordinal)
                .Select(row =>
                {
                    var broadcast = broadcasts.FirstOrDefault(broadcast => broadcast.Id == row.BroadcastId);
                    return new BroadcastFacts(row.BroadcastId, row.Revision, broadcast, broadcast?.Mode ?? shown) { Audience = broadcast?.Audience };
                }),
        ];
    }

    private sealed record RevisionRow(string BroadcastId, long Revision);
}
