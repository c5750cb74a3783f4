using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Reconciliation.Comparisons;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Compares a tenant's Stripe customers and everything they have with the copies, and the tenant's plan and access with them.</summary>
public sealed class CompareTenant : Operation<ComparedTenant, NoInput>
{
    public const string Name = "tenant.compare_stripe";

    public override OperationDefinition Definition =>
        new(Name, "Compare with Stripe", "queued to be compared")
        {
            Synonyms = "reconcile tenant, verify, check billing",
            RestoredByUndo = "The comparison stops, if it is still running.",
            NotRestoredByUndo = "Findings that it has added.",
        };

    public override Task<IReadOnlyList<ComparedTenant>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ComparedTenant.Load(ids, work);

    public override Refusal? Refuse(ComparedTenant tenant, NoInput input) =>
        tenant switch
        {
            { Customers: 0 } => new("no_customer", $"No Stripe customer belongs to {tenant}."),
            { Connected: 0 } => new("not_ready", $"Stripe is not connected, or its first copy is not complete."),
            { IsRunning: true } => new("already_running", $"{tenant} is already being compared."),
            _ => null,
        };

    public override Decision Decide(ComparedTenant tenant, NoInput input) =>
        new($"Everything of {tenant} will be compared with Stripe, for {tenant.Connected:customer}.");

    public override async Task Execute(IReadOnlyList<ComparedTenant> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(tenant => tenant.TenantId).ToArray();
        var customers = await work.List<Customer>(
            $"""
            select c.tenant_id, c.mode, c.account_id, c.id from billing.customers c join ({ComparisonRuns.Accounts}) a on a.mode = c.mode and a.account_id = c.account_id
             where c.tenant_id = any(@ids)
             order by c.id
            """,
            new { ids }
        );
        // Each tenant is compared separately, so that none waits for the others.
        foreach (var account in customers.GroupBy(customer => (customer.TenantId, customer.Mode, customer.AccountId)))
            ComparisonRuns.OpenForCustomers(
                work.NewId("rec", account.Key.TenantId),
                account.Key.Mode,
                account.Key.AccountId,
                [.. account.Select(customer => customer.Id)],
                work
            );
        work.Defer(
            """
            insert into reconciliation.stale_tenants as s (id) select n.id from unnest(@ids) n(id) order by n.id
            on conflict (id) do update set marks = s.marks + 1
            """,
            new { ids }
        );
        await work.MakeDue([ComparisonWorker.Lane]);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ComparedTenant> subjects, string undoneRun, UnitOfWork work) =>
        ComparisonRuns.StopForTenants([.. subjects.Select(tenant => tenant.TenantId)], undoneRun, work);

    private sealed record Customer(string TenantId, Mode Mode, string AccountId, string Id);
}
