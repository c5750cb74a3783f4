using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>An SLA, or the platform for a new one, as the subject of an operation.</summary>
public sealed record SlaFacts(string Id, long Revision) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>Id of the new SLA.</summary>
    public string NewId { get; init; } = "";

    /// <summary>Number of SLAs, for a new one.</summary>
    public int Count { get; init; }

    /// <summary>Number of tenants that the input selects now.</summary>
    public int Tenants { get; init; }

    /// <summary>Why the input can't be saved; null if it can, and for operations without such an input.</summary>
    public Refusal? Problem { get; init; }

    /// <summary>Selection of the input; null for operations without such an input.</summary>
    internal TenantTargets? Targets { get; init; }

    /// <summary>Null for a new one and a removed one.</summary>
    internal Sla? Sla { get; init; }

    public static async Task<IReadOnlyList<SlaFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // Locks the current rows, so that a concurrent change is detected as a conflict with the preview.
        await work.List<string>(
            $"select s.opened_by from agreements.slas s where s.tenant_id = 'tnt_platform' and s.sla_id = any(@ids) and s.closed_by is null {work.ForUpdate("s")}",
            new { ids = ids.ToArray() }
        );
        var known = await work.List<SlaRevision>(
            """
            select s.sla_id, count(*) + count(s.closed_by) as revision
              from agreements.slas s
             where s.tenant_id = 'tnt_platform' and s.sla_id = any(@ids)
             group by s.sla_id
             order by s.sla_id
            """,
            new { ids = ids.ToArray() }
        );
        var slas = (await Agreements.Sla.List(ids, work)).ToDictionary(sla => sla.Id, StringComparer.Ordinal);
        return [.. known.Select(row => new SlaFacts(row.SlaId, row.Revision) { Sla = slas.GetValueOrDefault(row.SlaId) })];
    }

    /// <returns>Why nothing can be done with the SLA; null if it exists.</returns>
    internal static Refusal? FindRemoved(SlaFacts subject) => subject.Sla is null ? new("removed", $"{subject} has been removed.") : null;

    private sealed record SlaRevision(string SlaId, long Revision);
}
