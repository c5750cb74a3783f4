using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Reads the numbers of the owner's application, and the health of the console's own parts and of all probes.</summary>
internal sealed class HealthReader(
    IEnumerable<IHealthSource> sources,
    IEnumerable<IHealthNumberSource> numberSources,
    TimeProvider clock,
    ILogger<HealthReader> log
)
{
    private readonly ConcurrentDictionary<IHealthSource, IReadOnlyList<HealthCard>> _last = new();
    private readonly ConcurrentDictionary<IHealthNumberSource, IReadOnlyList<HealthNumber>> _lastNumbers = new();

    /// <returns>Without parts and numbers that the caller can't read.</returns>
    public async Task<HealthView> Read(Caller caller, UnitOfWork work)
    {
        var parts = await ReadParts(caller, work);
        return HealthView.Of(parts, await ReadProbes(work), await ReadNumbers(caller, work));
    }

    /// <returns>Without parts that the caller can't read.</returns>
    public async Task<IReadOnlyList<HealthCard>> ReadParts(Caller caller, UnitOfWork work)
    {
        var parts = new List<HealthCard>();
        foreach (var source in sources.Where(source => caller.CanRead(source.Permission)).OrderBy(source => source.Order))
            parts.AddRange(await Read(source, work));
        return await PartStates.AddSince(parts, work);
    }

    public async Task<IReadOnlyList<ProbeView>> ReadProbes(UnitOfWork work)
    {
        var probes = await Probe.List(work);
        string[] ids = [.. probes.Select(probe => probe.Id)];
        var now = clock.GetUtcNow();
        var (states, uptime) = (await ProbeState.List(ids, work), await UptimeReader.List(ids, now, work));
        return
        [
            .. probes.Select(probe =>
                ProbeView.Of(probe, ProbeState.Current(probe, states.GetValueOrDefault(probe.Id), now), uptime.GetValueOrDefault(probe.Id))
            ),
        ];
    }

    /// <returns>Its cards; if it fails, the last known ones in an unknown state, so that the others are still shown.</returns>
    private async Task<IReadOnlyList<HealthCard>> Read(IHealthSource source, UnitOfWork work)
    {
        try
        {
            return _last[source] = await source.Find(work);
        }
        catch (Exception error) when (error is not OperationCanceledException || !work.Stop.IsCancellationRequested)
        {
            log.LogError(error, "The health of parts could not be read by {Type}.", source.GetType().Name);
            return [.. _last.GetValueOrDefault(source, []).Select(Unknown)];
        }
    }

    private static HealthCard Unknown(HealthCard last) =>
        new(last.Key, last.Title, HealthState.Unknown, "The state could not be read. The console's log has the cause.", last.Address);

    private async Task<IReadOnlyList<HealthNumber>> ReadNumbers(Caller caller, UnitOfWork work)
    {
        var numbers = new List<HealthNumber>();
        foreach (var source in numberSources.Where(source => caller.CanRead(source.Permission)).OrderBy(source => source.Order))
            numbers.AddRange(await Read(source, caller, work));
        return numbers;
    }

    /// <returns>Its numbers; if it fails, the last known ones without values, so that the others are still shown.</returns>
    private async Task<IReadOnlyList<HealthNumber>> Read(IHealthNumberSource source, Caller caller, UnitOfWork work)
    {
        try
        {
            return _lastNumbers[source] = await source.Find(caller, work);
        }
        catch (Exception error) when (error is not OperationCanceledException || !work.Stop.IsCancellationRequested)
        {
            log.LogError(error, "Numbers of Health could not be read by {Type}.", source.GetType().Name);
            return [.. _lastNumbers.GetValueOrDefault(source, []).Select(Unknown)];
        }
    }

    private static HealthNumber Unknown(HealthNumber last) =>
        new(last.Key, last.Title, last.Unit, null, HealthNumberState.NoData, "The number could not be read. The console's log has the cause.", null)
        {
            Service = last.Service,
            LastAt = last.LastAt,
        };
}
