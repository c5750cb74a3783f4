using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Stores which checks people have requested and that have no result yet. Each is known by the run that requested it.</summary>
internal static class RequestRows
{
    /// <returns>The run that has requested a check of the probe; null if no one has.</returns>
    public static Task<string?> Find(string probeId, UnitOfWork work) =>
        work.One<string>("select run_id from probes.requests where tenant_id = 'tnt_platform' and probe_id = @probeId", new { probeId });

    public static Task Add(string[] probeIds, UnitOfWork work) =>
        work.Execute(
            """
            insert into probes.requests (tenant_id, probe_id, run_id, requested_at)
            select 'tnt_platform', id, @run, clock_timestamp() from unnest(@probeIds) id
            """,
            new { run = work.RunId, probeIds }
        );

    /// <summary>Removes the requests that these results answer. A check that had started before it was requested answers none.</summary>
    public static async Task Remove(IReadOnlyCollection<ProbeResult> results, UnitOfWork work)
    {
        var answered = results.Where(result => result.Request is not null).ToList();
        if (answered.Count > 0)
            await work.Execute(
                """
                delete from probes.requests r using unnest(@ids, @runs) n(id, run) where r.tenant_id = 'tnt_platform' and r.probe_id = n.id and r.run_id = n.run
                """,
                new { ids = answered.Select(result => result.ProbeId).ToArray(), runs = answered.Select(result => result.Request).ToArray() }
            );
    }

    /// <returns>Probes whose requests were removed.</returns>
    public static Task<IReadOnlyList<string>> Remove(string runId, UnitOfWork work) =>
        work.List<string>("delete from probes.requests where tenant_id = 'tnt_platform' and run_id = @runId returning probe_id", new { runId });
}
