using System.Diagnostics;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Reconciliation;
using OwnerConsole.Revenue.Reconciliation.Checks;
using OwnerConsole.Revenue.Stripe.Accounts;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Compares all objects of a Stripe account with their copies, and all billing records with the tenants.</summary>
internal static class ReconciliationBudget
{
    private const int Differences = 100;

    public static readonly BudgetCheck Everything = new(
        "B25",
        "reconcile",
        "10,000 customers with a subscription and ten invoices each, compared with Stripe at 20 requests per second, 100 of them different",
        async (console, quick) =>
        {
            var lists = new StripeListStub(quick ? 1_000 : 10_000);
            await using var stripe = await lists.Start(console.StripeApi);
            await Connect(console);
            await console.Until("select count(*) > 0 and bool_and(completed_at is not null) from stripe.backfills", milliseconds: 100);
            await console.Until("select not exists (select from stripe.objects where not is_projected)", milliseconds: 100);
            await console.Do(
                $"set app.intake = 'bench'; update stripe.objects set body = body || '{{\"status\": \"void\"}}' where object_id in (select object_id from stripe.objects where type = 'invoice' limit {Differences})"
            );

            var began = Stopwatch.GetTimestamp();
            await Run(console, StartReconciliation.Name, new { mode = "test" });
            await console.Until("select count(*) > 0 and bool_and(completed_at is not null) from reconciliation.run_lists", milliseconds: 100);
            var listed = Stopwatch.GetElapsedTime(began);
            await console.Until("select bool_and(ended_at is not null) from reconciliation.runs", milliseconds: 100);
            var compared = Stopwatch.GetElapsedTime(began);
            began = Stopwatch.GetTimestamp();
            await console.Get<TenantChecker>().CheckAll(CancellationToken.None);
            var check = Stopwatch.GetElapsedTime(began);
            var found = await console.One<long>("select count(*) from reconciliation.findings where type = 'outdated_copy' and resolved_at is null");
            return
            [
                new($"time until all {lists.Total:N0} objects are compared", listed.TotalSeconds, 120, "s"),
                new("time until each difference is compared again", compared.TotalSeconds, null, "s"),
                new("time of a check of all billing records against the tenants", check.TotalSeconds, 5, "s"),
                new($"missing findings of {Differences}", Differences - found, 0, ""),
            ];
        }
    );

    private static async Task Connect(BenchConsole console) =>
        await Run(
            console,
            ConnectStripe.Name,
            new
            {
                mode = "test",
                api_key = "rk_test_BenchmarkKey",
                signing_secret = "whsec_BenchmarkSecret",
            }
        );

    private static async Task Run(BenchConsole console, string operation, object input)
    {
        var preview = await console
            .Get<Previews>()
            .Create(Caller.System, operation, TargetSelection.Of(IdGenerator.Platform), Json.Element(input), CancellationToken.None);
        var order = new RunStartRequest(preview.PreviewId, "A measure.", Confirmation: preview.Confirmation);
        await console.Get<Runner>().Start(Caller.System, order, key: null, CancellationToken.None);
    }
}
