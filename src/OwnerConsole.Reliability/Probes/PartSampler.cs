using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Stores the states of the console's own parts each minute. A repeated run changes nothing.</summary>
/// <param name="services">Some parts know all jobs, of which this is one, so they are resolved when it runs.</param>
internal sealed class PartSampler(IServiceProvider services, Database database, ILogger<PartSampler> log) : IWorkHandler
{
    public const string Kind = "health.sample";

    public string Name => Kind;

    public string Title => "Store health of the console";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var states = new Dictionary<string, HealthState>(StringComparer.Ordinal);
        var hasFailed = false;
        foreach (var source in services.GetServices<IHealthSource>())
        {
            var cards = await TryRead(source, stop);
            hasFailed |= cards is null;
            foreach (var card in cards ?? [])
                states.TryAdd(card.Key, card.State);
        }
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (hasFailed)
            foreach (var part in await PartStates.ListRecent(work))
                states.TryAdd(part, HealthState.Unknown);
        await PartStates.Add(states, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    /// <summary>Reads the parts of one source, with its own connection, so that a failure of one does not stop the others.</summary>
    /// <returns>Null if it failed.</returns>
    private async Task<IReadOnlyList<HealthCard>?> TryRead(IHealthSource source, CancellationToken stop)
    {
        try
        {
            await using var read = await database.Read(stop);
            return await source.Find(read);
        }
        catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.LogError(error, "The health of parts could not be read by {Type}.", source.GetType().Name);
            return null;
        }
    }
}
