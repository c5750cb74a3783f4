namespace OwnerConsole.Bench.Budgets;

/// <summary>Probes, telemetry and alerts together: their load, their delay, and what a longer history costs.</summary>
internal static class MonitoringBudget
{
    public static readonly BudgetCheck Everything = new(
        "B30",
        "monitoring",
        "1,000 probes a minute and 2,000 spans a second, alert rules, 10,000 alerts, and pages with 7 and 90 days of results",
        async (console, quick) =>
        {
            var budgets = new List<Budget>();
            await using (var young = await BenchConsole.Start())
            {
                budgets.AddRange(await MonitoringPages.Measure(young, console, quick));
                budgets.AddRange(await AlertGroupBudget.Measure(young, quick));
            }
            budgets.AddRange(await MonitoringLoad.Measure(console, quick));
            return budgets;
        }
    );
}
