using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Probes;

/// <summary>A probe as the subject of an operation.</summary>
/// <param name="Probe">Null for a removed one.</param>
/// <param name="IsRequested">Whether someone has requested a check that has no result yet.</param>
public sealed record ProbeFacts(string Id, long Revision, Probe? Probe, bool IsRequested) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<ProbeFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // Locks the current rows, so that a concurrent change is detected as a conflict with the preview.
        foreach (var table in new[] { "probes", "pauses" })
            await work.List<string>(
                $"select p.opened_by from probes.{table} p where p.tenant_id = 'tnt_platform' and p.probe_id = any(@ids) and p.closed_by is null {work.ForUpdate("p")}",
                new { ids = ids.ToArray() }
            );
        var known = await work.List<Row>(
            """
            select p.probe_id, count(*) + count(p.closed_by)
                   + (select count(*) + count(s.closed_by) from probes.pauses s where s.tenant_id = 'tnt_platform' and s.probe_id = p.probe_id) as revision,
                   exists (select from probes.requests r where r.tenant_id = 'tnt_platform' and r.probe_id = p.probe_id) as is_requested
              from probes.probes p
             where p.tenant_id = 'tnt_platform' and p.probe_id = any(@ids)
             group by p.probe_id
             order by p.probe_id
            """,
            new { ids = ids.ToArray() }
        );
        var probes = (await Probes.Probe.List(ids, work)).ToDictionary(probe => probe.Id, StringComparer.Ordinal);
        return [.. known.Select(row => new ProbeFacts(row.ProbeId, row.Revision, probes.GetValueOrDefault(row.ProbeId), row.IsRequested))];
    }

    /// <returns>Why nothing can be done with the probe; null if it exists.</returns>
    internal static Refusal? FindRemoved(ProbeFacts subject) => subject.Probe is null ? new("removed", $"{subject} has been removed.") : null;

    private sealed record Row(string ProbeId, long Revision, bool IsRequested);
}

/// <summary>The platform, to which a probe is added.</summary>
/// <param name="NewId">Id of the new probe.</param>
/// <param name="Count">Number of existing probes.</param>
public sealed record NewProbeFacts(string NewId, long Count) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => 1;
}
