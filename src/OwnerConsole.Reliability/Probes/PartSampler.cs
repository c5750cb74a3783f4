using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Stores the states of the console's own parts each minute. A repeated run changes nothing.</summary>
/// <param name="services">Some parts know all jobs, of which this is one, so they are resolved when it runs.</param>
internal sealed class PartSampler(IServiceProvider services, Database database) : IWorkHandler
{
    public const string Kind = "health.sample";

    public string Name => Kind;

    public string Title => "Store health of the console";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var cards = new List<HealthCard>();
        await using (var read = await database.Read(stop))
            foreach (var source in services.GetServices<IHealthSource>())
                cards.AddRange(await source.Find(read));
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await PartStates.Add([.. cards.DistinctBy(card => card.Key, StringComparer.Ordinal)], work);
        await work.Commit();
        return WorkOutcome.Completed;
    }
}
