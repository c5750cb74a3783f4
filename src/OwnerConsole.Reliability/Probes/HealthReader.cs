using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Reads the health of the console's own parts and of all probes.</summary>
internal sealed class HealthReader(IEnumerable<IHealthSource> sources)
{
    /// <returns>Without parts that the caller can't read.</returns>
    public async Task<HealthView> Read(Caller caller, UnitOfWork work)
    {
        var parts = new List<HealthCard>();
        foreach (var source in sources.Where(source => caller.CanRead(source.Permission)).OrderBy(source => source.Order))
            parts.AddRange(await source.Find(work));
        return HealthView.Of(parts, await ReadProbes(work));
    }

    public static async Task<IReadOnlyList<ProbeView>> ReadProbes(UnitOfWork work)
    {
        var probes = await Probe.List(work);
        string[] ids = [.. probes.Select(probe => probe.Id)];
        var (states, uptime) = (await ProbeState.List(ids, work), await UptimeReader.List(ids, work));
        return [.. probes.Select(probe => ProbeView.Of(probe, states.GetValueOrDefault(probe.Id), uptime.GetValueOrDefault(probe.Id)))];
    }
}
