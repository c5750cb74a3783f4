using System.Globalization;
using OwnerConsole.Bench;
using OwnerConsole.Bench.Budgets;
using OwnerConsole.Bench.Scenarios;

Scenario[] scenarios =
[
    IngestScenarios.Deduplicated,
    IngestScenarios.Unordered,
    IngestScenarios.Metered,
    IngestScenarios.OverHttp,
    IngestScenarios.Fold,
    IngestScenarios.FoldMixed,
    TopBarScenarios.Figures,
    PeakScenarios.Week,
    TenantListScenarios.DeepPage,
    TenantListScenarios.DeepPageShown,
    TenantListScenarios.Search,
    RequestScenarios.OneTenant,
    RequestScenarios.Page,
    BulkScenarios.Forward,
    BulkScenarios.Back,
    LaneScenarios.Drain,
    StreamScenarios.FanOut,
    StripeEventScenarios.Received,
    LogScenarios.Append,
    RevenueScenarios.Months,
    CohortScenarios.Cohorts,
    LimitScenarios.Hot,
    LimitScenarios.Keyed,
    LimitScenarios.Spread,
    KnownFeatureScenarios.Has,
];
BudgetCheck[] checks =
[
    EntitlementBudgets.Asked,
    PageBudgets.Experience,
    OverviewBudget.Overview,
    TaskBudgets.Tasks,
    SignInBudget.SignIn,
    ProgramBudgets.Memory,
    ProgramBudgets.Start,
    ExportBudgets.Largest,
    HistoryBudgets.Grown,
    ReconciliationBudget.Everything,
    BroadcastBudget.Send,
    MonitoringBudget.Everything,
];
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var quick = args.Contains("--quick");
var grown = args.Contains("--grown");
string? After(string option) => args.SkipWhile(arg => arg != option).Skip(1).FirstOrDefault();
var (json, kept) = (After("--json"), After("--keep"));
var names = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal) && arg != json && arg != kept).ToArray();
if (names.Length == 0)
{
    Console.WriteLine(
        "bin/bench NAME… [--quick] [--grown] [--keep DIRECTORY] [--json FILE] [--docs], or all. Lines with * can be measured with --grown, after 20 million events. Lines with + can keep their filled database for a day with --keep:"
    );
    foreach (var scenario in scenarios)
        Console.WriteLine($"  {scenario.Name, -10} {scenario.Id, -4} {scenario.Says}, {scenario.Wanted}{(scenario.MayBeGrown ? " * +" : "")}");
    foreach (var check in checks)
        Console.WriteLine($"  {check.Name, -10} {check.Id, -4} {check.Says}{(check.MayBeKept ? " +" : "")}");
    return 0;
}

var unknown = names.Except(["all", .. scenarios.Select(scenario => scenario.Name), .. checks.Select(check => check.Name)]).FirstOrDefault();
if (unknown is not null)
{
    Console.Error.WriteLine($"No benchmark is named {unknown}. Run bin/bench without a name to list them.");
    return 1;
}

// The name "entitlements" selects the limit scenarios too.
bool IsChosen(string name) =>
    names is ["all"]
    || names.Contains(name, StringComparer.Ordinal)
    || names.Contains(EntitlementBudgets.Asked.Name, StringComparer.Ordinal) && name.StartsWith("limit", StringComparison.Ordinal);
var records = new List<BenchmarkRecord>();
if (grown)
{
    await using var console = await BenchConsole.Start(kept); // one console for all scenarios, because filling it takes longer than the measurements
    await GrownPlatform.Fill(console, quick);
    foreach (var scenario in scenarios.Where(scenario => IsChosen(scenario.Name) && scenario.MayBeGrown))
        records.Add(BenchmarkReport.Print(await BenchRunner.Run(scenario.Grown, console, quick)));
}
foreach (var scenario in scenarios.Where(scenario => IsChosen(scenario.Name) && !grown))
{
    await using var console = await BenchConsole.Start(); // a new console without the tenants of other scenarios
    records.Add(BenchmarkReport.Print(await BenchRunner.Run(scenario, console, quick)));
}
foreach (var check in checks.Where(check => IsChosen(check.Name) && !grown))
{
    await using var console = await BenchConsole.Start(check.MayBeKept ? kept : null);
    records.AddRange(BenchmarkReport.Print(check, await check.Measure(console, quick)));
}
if (json is not null)
    await File.AppendAllLinesAsync(json, records.Select(record => record.ToJson()));
if (args.Contains("--docs"))
    await BenchmarkRecord.Keep(records, "docs");
return records.Any(record => record.Pass == false) ? 1 : 0;
