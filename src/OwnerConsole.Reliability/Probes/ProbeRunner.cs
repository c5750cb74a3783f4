using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Pure.Probes;
using OwnerConsole.Reliability.Probes.Checks;
using OwnerConsole.Reliability.Telemetry.Public;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Checks a probe, and again after its interval. Each probe has one work item in its own lane.</summary>
internal sealed class ProbeRunner(
    Database database,
    IEnumerable<IProbeCheck> checks,
    ProbeResults results,
    ScrapedMetrics metrics,
    SecretBox box,
    TimeProvider clock,
    ILogger<ProbeRunner> log
) : IWorkHandler, IDisposable
{
    public const string Kind = "probe.check";

    /// <summary>Checks at once, fewer than there are workers, so that slow targets don't delay other work.</summary>
    private const int MaxConcurrent = 8;

    private static readonly TimeSpan s_busyDelay = TimeSpan.FromSeconds(1),
        s_minDelay = TimeSpan.FromSeconds(1),
        s_failureDelay = TimeSpan.FromMinutes(1);

    /// <summary>How long applications have, after the console was started, to repeat a call that they could not make.</summary>
    private static readonly TimeSpan s_maxStartDelay = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _free = new(MaxConcurrent);
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    public string Name => Kind;

    public string Title => "Check probe";

    public bool SendsExternally => true;

    /// <summary>A result that can't be stored doesn't end the checks: a failed job would be retried for some time only.</summary>
    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        try
        {
            return await CheckOnce(item, stop);
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            log.LogError(error, "The check in lane {Lane} could not be completed; retrying.", item.Lane);
            return WorkOutcome.Reschedule(s_failureDelay);
        }
    }

    public void Dispose() => _free.Dispose();

    private async Task<WorkOutcome> CheckOnce(WorkItem item, CancellationToken stop)
    {
        var id = Json.Read<Job>(item.Body).Probe;
        Probe? probe;
        byte[]? secret;
        string? request;
        ProbeState? state;
        await using (var look = await database.Read(stop))
        {
            probe = await Probe.Find(id, look);
            if (probe is null or { IsRemoved: true } or { IsPaused: true })
                return WorkOutcome.Completed;
            secret = probe.HasSecret ? await probe.FindSecret(look) : null;
            request = await RequestRows.Find(id, look);
            state = await ProbeState.Find(id, look);
        }
        if (probe.Kind is ProbeKind.Heartbeat)
            return await CheckCalls(probe, state?.CalledAt);
        if (!await _free.WaitAsync(TimeSpan.Zero, stop))
            return WorkOutcome.Reschedule(s_busyDelay);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = await Check(probe, secret, stop);
            int? latency = result.State is HealthState.Down ? null : (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (result.Samples.Count > 0)
                result = await StoreMetrics(probe, result, stop);
            await results.Record(new(probe.Id, clock.GetUtcNow(), result.State, result.Problem, latency) { Request = request });
        }
        finally
        {
            _free.Release();
        }
        // The second check is not closer to the first than half an interval, which also lets probes recover that were added before their target.
        var minimum = state?.CheckedAt is null ? probe.Interval / 2 : s_minDelay;
        return WorkOutcome.Reschedule(ProbeSchedule.NextDelay(probe.Id, probe.Interval, minimum, clock.GetUtcNow()));
    }

    /// <summary>Records a failure if the application has not called in time.</summary>
    private async Task<WorkOutcome> CheckCalls(Probe probe, DateTimeOffset? calledAt)
    {
        var now = clock.GetUtcNow();
        var since = calledAt is { } call && call > probe.EnabledAt ? call : probe.EnabledAt;
        // A call can't arrive while the console is not running, so applications get time to repeat it.
        var deadline = Max(since + probe.Interval + probe.Timeout, _startedAt + (probe.Interval < s_maxStartDelay ? probe.Interval : s_maxStartDelay));
        if (now < deadline)
            return WorkOutcome.Reschedule(Max(deadline - now, s_minDelay));
        await results.Record(new(probe.Id, now, HealthState.Down, "No call was received in time.", null));
        return WorkOutcome.Reschedule(probe.Interval);
    }

    private async Task<CheckResult> Check(Probe probe, byte[]? encrypted, CancellationToken stop)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(stop);
        soon.CancelAfter(probe.Timeout);
        try
        {
            var secret = encrypted is null ? null : probe.Decrypt(encrypted, box);
            return await checks.First(check => check.Kind == probe.Kind).Run(probe, secret, soon.Token);
        }
        catch (SecretException error)
        {
            log.LogWarning(error, "The secret of probe {Id} can't be decrypted.", probe.Id);
            return CheckResult.Down("The stored secret can't be decrypted; enter it again.");
        }
        catch (CheckException failed)
        {
            return CheckResult.Down(failed.Message);
        }
        catch (Exception) when (soon.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return CheckResult.Down($"No answer within {probe.TimeoutSeconds} seconds.");
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            log.LogWarning(error, "The check of probe {Id} failed unexpectedly.", probe.Id);
            return CheckResult.Down($"The check failed ({error.GetType().Name}).");
        }
    }

    /// <summary>Stores metrics after the check, so that a slow or unavailable database is not an outage of the service.</summary>
    private async Task<CheckResult> StoreMetrics(Probe probe, CheckResult result, CancellationToken stop)
    {
        try
        {
            var rejected = await metrics.Record(probe.Service ?? probe.Name, result.Samples, stop);
            return rejected > 0 && result.State is HealthState.Up
                ? CheckResult.Degraded(
                    $"Values that were not stored: {rejected}. They are older than a day, the probe has more than {ScrapedMetrics.MaxSamples} values, or there are too many series of all services."
                )
                : result;
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            log.LogError(error, "The metrics of probe {Id} could not be stored.", probe.Id);
            return CheckResult.Degraded("The console could not store the metrics.");
        }
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed record Job(string Probe);
}
