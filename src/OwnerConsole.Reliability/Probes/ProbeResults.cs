using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Stores results of checks. Results that arrive at the same time are stored in one transaction.</summary>
internal sealed class ProbeResults
{
    /// <summary>Code of the log entry when a probe changes to a state.</summary>
    public const string DownCode = "probe_down",
        UpCode = "probe_up",
        DegradedCode = "probe_degraded";

    private const int MaxBatch = 200;

    private readonly Database _database;
    private readonly LogWriter _logbook;
    private readonly Batcher<string, ProbeResult, bool> _batcher;

    public ProbeResults(Database database, LogWriter logbook) => (_database, _logbook, _batcher) = (database, logbook, new(Store, MaxBatch, maxServers: 1));

    /// <returns>False if the probe is paused or removed, so that the result was not stored.</returns>
    public Task<bool> Record(ProbeResult result) => _batcher.Add("", result);

    private async Task<IReadOnlyList<Batch<string, ProbeResult>>> Store(IReadOnlyList<Batch<string, ProbeResult>> batches, bool isAlone)
    {
        var results = batches.SelectMany(batch => batch.Items).ToList();
        await using var work = await _database.Write(WriteOrigin.Intake("probe.result"), [IdGenerator.Platform]);
        var ids = results.Select(result => result.ProbeId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        await work.Execute(
            """
            insert into probes.states (tenant_id, probe_id, state) select 'tnt_platform', id, 'unknown' from unnest(@ids) id
            on conflict (tenant_id, probe_id) do nothing
            """,
            new { ids }
        );
        var known = (await work.List<Row>(Current, new { ids })).ToDictionary(row => row.ProbeId, StringComparer.Ordinal);
        var accepted = results.Where(result => known.ContainsKey(result.ProbeId)).ToList();
        var changes = new List<ProbeResult>();
        foreach (var result in accepted)
            if (known[result.ProbeId].Add(result))
                changes.Add(result);
        if (accepted.Count > 0)
        {
            await RequestRows.Remove(accepted, work);
            await ProbeResultRows.Update([.. known.Values], work);
            await ProbeResultRows.Count(accepted, work);
            await ProbeResultRows.AddChanges([.. changes.Select(result => (result, known[result.ProbeId].Status.State))], work);
            _logbook.Write([.. changes.Select(result => Line(result.ProbeId, known[result.ProbeId].Status.State))], work);
        }
        await work.Commit();
        foreach (var result in results)
            result.Complete(known.ContainsKey(result.ProbeId));
        return [];
    }

    private static LogLine Line(string id, HealthState state)
    {
        var probe = new EntityReference(id);
        var (code, outcome, sentence) = state switch
        {
            HealthState.Down => (DownCode, "failed", Sentence.Say($"{probe} is down.")),
            HealthState.Degraded => (DegradedCode, "done", Sentence.Say($"{probe} is degraded.")),
            _ => (UpCode, "done", Sentence.Say($"{probe} is up.")),
        };
        return new(IdGenerator.Platform, "system", "system", outcome, sentence) { Code = code, Subject = id };
    }

    private const string Current = """
        select s.probe_id, s.state, s.since, s.candidate, s.streak, p.failures_until_down, p.successes_until_up
          from probes.states s
          join probes.probes p on p.tenant_id = s.tenant_id and p.probe_id = s.probe_id and p.closed_by is null
         where s.tenant_id = 'tnt_platform' and s.probe_id = any(@ids)
           and not exists (select from probes.pauses a where a.tenant_id = s.tenant_id and a.probe_id = s.probe_id and a.closed_by is null)
         order by s.probe_id
           for update of s
        """;

    /// <summary>The state of a probe while results are added to it.</summary>
    internal sealed record Row(
        string ProbeId,
        HealthState State,
        DateTimeOffset? Since,
        HealthState? Candidate,
        int Streak,
        int FailuresUntilDown,
        int SuccessesUntilUp
    )
    {
        public ProbeStatus Status { get; private set; } = new(State, Since, Candidate, Streak);

        public ProbeResult Last { get; private set; } = null!; // set before it is read, because each probe has a result

        public DateTimeOffset? CalledAt { get; private set; }

        /// <returns>Whether the state has changed.</returns>
        public bool Add(ProbeResult result)
        {
            var before = Status.State;
            Status = Status.After(result.State, result.At, FailuresUntilDown, SuccessesUntilUp);
            Last = result;
            CalledAt = result.IsCall ? result.At : CalledAt;
            return Status.State != before;
        }
    }
}
