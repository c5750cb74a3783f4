using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>An SLO, or the platform for a new one, as the subject of an operation.</summary>
public sealed record SloFacts(string Id, long Revision) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>Id of the new SLO.</summary>
    public string NewId { get; init; } = "";

    /// <summary>Number of SLOs, for a new one.</summary>
    public int Count { get; init; }

    /// <summary>Number of alert rules that watch it and are not paused, for its removal.</summary>
    public int Rules { get; init; }

    /// <summary>Why the input can't be saved; null if it can, and for operations without such an input.</summary>
    public Refusal? Problem { get; init; }

    /// <summary>Null for a new one and a removed one.</summary>
    internal Slo? Slo { get; init; }

    public static async Task<IReadOnlyList<SloFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // Locks the current rows, so that a concurrent change is detected as a conflict with the preview.
        await work.List<string>(
            $"select s.opened_by from objectives.slos s where s.tenant_id = 'tnt_platform' and s.slo_id = any(@ids) and s.closed_by is null {work.ForUpdate("s")}",
            new { ids = ids.ToArray() }
        );
        var known = await work.List<RevisionRow>(
            """
            select s.slo_id, count(*) + count(s.closed_by) as revision
              from objectives.slos s
             where s.tenant_id = 'tnt_platform' and s.slo_id = any(@ids)
             group by s.slo_id
             order by s.slo_id
            """,
            new { ids = ids.ToArray() }
        );
        var slos = (await Objectives.Slo.List(ids, work)).ToDictionary(slo => slo.Id, StringComparer.Ordinal);
        return [.. known.Select(row => new SloFacts(row.SloId, row.Revision) { Slo = slos.GetValueOrDefault(row.SloId) })];
    }

    /// <returns>Why nothing can be done with the SLO; null if it exists.</returns>
    internal static Refusal? FindRemoved(SloFacts subject) => subject.Slo is null ? new("removed", $"{subject} has been removed.") : null;

    private sealed record RevisionRow(string SloId, long Revision);
}
