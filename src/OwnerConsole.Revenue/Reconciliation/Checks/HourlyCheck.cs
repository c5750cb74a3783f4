using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Reconciliation.Checks;

/// <summary>Checks all tenants every hour, because differences also appear as time passes, such as an overdue invoice.</summary>
public sealed class HourlyCheck(TenantChecker checker) : IWorkHandler
{
    public string Name => "reconciliation.check_all";

    public string Title => "Compare all tenants with Stripe";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await checker.CheckAll(stop);
        return WorkOutcome.Completed;
    }
}
