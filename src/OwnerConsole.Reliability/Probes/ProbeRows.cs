using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Writes versions of probes, and queues their checks.</summary>
internal static class ProbeRows
{
    /// <summary>Replaces the current version of a probe, or adds its first one.</summary>
    /// <param name="input">Settings of this kind with defaults.</param>
    /// <param name="target">What the team sees.</param>
    /// <param name="secret">In clear text; null to keep the current one, and for none.</param>
    /// <param name="tokenHash">Hash of the token of a heartbeat; null to keep the current one, and for other kinds.</param>
    public static async Task Open(string id, ProbeKind kind, ProbeInput input, string target, string? secret, byte[]? tokenHash, SecretBox box, UnitOfWork work)
    {
        var before = await work.One<SecretRow>(Secrets, new { id });
        await Probe.Versions.Close([id], work);
        await work.Execute(
            """
            insert into probes.probes (tenant_id, probe_id, kind, name, target, secret, token_hash, interval_seconds, timeout_seconds, failures_until_down,
                                       successes_until_up, status_from, status_to, expected_text, warn_days, allows_untrusted, uses_tls, key_id, region,
                                       uses_virtual_host, service, opened_by, opened_at)
            values ('tnt_platform', @id, @kind, @Name, @target, @secret, @token, @IntervalSeconds, @TimeoutSeconds, @FailuresUntilDown,
                    @SuccessesUntilUp, @StatusFrom, @StatusTo, @ExpectedText, @WarnDays, @AllowUntrusted, @UseTls, @KeyId, @Region,
                    @VirtualHost, @Service, @run, clock_timestamp())
            """,
            new
            {
                id,
                kind,
                input.Name,
                target,
                // Not decrypted, so that a probe can be changed although its secret can't be read.
                secret = secret is null ? before?.Secret : box.Encrypt(Probe.Secrets.Kind, id, Encoding.UTF8.GetBytes(secret)),
                token = tokenHash ?? before?.TokenHash,
                input.IntervalSeconds,
                input.TimeoutSeconds,
                input.FailuresUntilDown,
                input.SuccessesUntilUp,
                input.StatusFrom,
                input.StatusTo,
                input.ExpectedText,
                input.WarnDays,
                input.AllowUntrusted,
                input.UseTls,
                input.KeyId,
                input.Region,
                input.VirtualHost,
                input.Service,
                run = work.RunId,
            }
        );
        await work.SetName(id, Probe.EntityKind, input.Name);
    }

    /// <summary>Restores the names of probes after an undo.</summary>
    public static async Task RestoreNames(IReadOnlyList<string> ids, UnitOfWork work)
    {
        foreach (var probe in await Probe.List(ids, work)) // an undo restores only a few
            await work.SetName(probe.Id, Probe.EntityKind, probe.Name);
    }

    /// <summary>Forgets the state of probes that were not checked for some time, so that the next result counts at once.</summary>
    public static Task Forget(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.Execute(
            """
            update probes.states set state = 'unknown', since = null, candidate = null, streak = 0, problem = null
             where tenant_id = 'tnt_platform' and probe_id = any(@ids)
            """,
            new { ids = ids.ToArray() }
        );

    /// <summary>Checks these probes now, and then regularly. Each has one work item, which replaces an earlier one.</summary>
    public static async Task Start(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        await Stop(ids, work);
        foreach (var id in ids) // a few
            await work.Enqueue(Probe.LaneOf(id), ProbeRunner.Kind, new { Probe = id });
        work.WakeWorkers();
    }

    /// <summary>Checks these probes after one interval instead of now.</summary>
    public static async Task Postpone(IReadOnlyCollection<Probe> probes, UnitOfWork work)
    {
        await Stop([.. probes.Select(probe => probe.Id)], work);
        foreach (var probe in probes) // a few
            await work.Enqueue(Probe.LaneOf(probe.Id), ProbeRunner.Kind, new { Probe = probe.Id }, work.Now + probe.Interval);
    }

    /// <summary>Stops the checks of these probes.</summary>
    public static Task Stop(IReadOnlyCollection<string> ids, UnitOfWork work) => work.Clear([.. ids.Select(Probe.LaneOf)]);

    private const string Secrets = """
        select secret, token_hash from probes.probes where tenant_id = 'tnt_platform' and probe_id = @id and closed_by is null
        """;

    private sealed record SecretRow(byte[]? Secret, byte[]? TokenHash);
}
