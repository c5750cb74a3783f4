using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Ends the impersonation sessions of team members who were removed, are no longer signed in or lost the permission, and notifies the application.</summary>
/// <remarks>Introspection checks the same, so an application that asks learns of it at once.</remarks>
public sealed class ImpersonationMonitor(Database database, Impersonations impersonations) : IWorkHandler
{
    public string Name => "impersonation.monitor";

    public string Title => "End impersonation of people without access";

    public TimeSpan? Interval => TimeSpan.FromSeconds(10);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        foreach (var row in await impersonations.FindUnauthorized(stop))
        {
            await using var work = await database.Write(WriteOrigin.Intake(Name), [row.TenantId], stop);
            await impersonations.End(row, "system", work);
            await work.Commit();
        }
        return WorkOutcome.Completed;
    }
}
