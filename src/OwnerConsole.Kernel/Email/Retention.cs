using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Kernel.Email;

/// <summary>Deletes old rows every hour, in batches of tenants.</summary>
public abstract class Retention(Database database) : IWorkHandler
{
    private const int BatchSize = 500;

    public abstract string Name { get; }

    public abstract string Title { get; }

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<string> tenants;
        await using (var reading = await database.Read(stop))
            tenants = await FindTenants(BatchSize, reading);
        if (tenants.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake("forget"), tenants, stop);
        await Delete(tenants, work);
        await work.Commit();
        return tenants.Count == BatchSize ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    /// <returns>Ids of tenants with rows that are due.</returns>
    protected abstract Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading);

    /// <param name="work">Names the tenants.</param>
    protected abstract Task Delete(IReadOnlyList<string> tenants, UnitOfWork work);
}
