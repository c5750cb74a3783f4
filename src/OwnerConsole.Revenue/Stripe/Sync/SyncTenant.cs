using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Sync;

/// <summary>Reads a tenant's customers from Stripe again, with their subscriptions, invoices, payments, refunds and disputes.</summary>
public sealed class SyncTenant : Operation<SyncedTenant, NoInput>
{
    private const string Name = "tenant.sync_stripe";

    public override OperationDefinition Definition =>
        new(Name, "Sync with Stripe", "queued to sync")
        {
            Synonyms = "refresh, resync, reload, billing",
            RestoredByUndo = "Objects that have not been read yet are not read.",
            NotRestoredByUndo = "Objects that have already been read.",
        };

    public override Task<IReadOnlyList<SyncedTenant>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => SyncedTenant.Load(ids, work);

    public override Refusal? Refuse(SyncedTenant tenant, NoInput input) =>
        tenant switch
        {
            { Customers: 0 } => new("no_customer", $"No Stripe customer belongs to {tenant}."),
            _ when tenant.Pending == tenant.Customers => new("already_pending", $"The Stripe customers of {tenant} are already about to be read."),
            _ => null,
        };

    public override Decision Decide(SyncedTenant tenant, NoInput input) =>
        new($"Everything of {tenant} will be read from Stripe again, for {tenant.Customers:customer}.");

    public override async Task Execute(IReadOnlyList<SyncedTenant> accepted, NoInput input, UnitOfWork work)
    {
        var customers = await work.List<Customer>(
            $"select c.account_id, c.id, c.mode from billing.customers c where c.tenant_id = any(@ids) and not {RequestedReads.AreListsPending("c")} order by c.id",
            new { ids = accepted.Select(tenant => tenant.TenantId).ToArray() }
        );
        await RequestedReads.Open(
            [
                .. customers.Select(customer => new RequestedRead(
                    customer.AccountId,
                    customer.Id,
                    customer.Mode,
                    CustomerReader.CustomerType,
                    CustomerReader.ListsOf(customer.Id)
                )),
            ],
            work
        );
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<SyncedTenant> subjects, string undoneRun, UnitOfWork work)
    {
        var customers = await work.List<Owner>(
            "select c.tenant_id, c.id from billing.customers c where c.tenant_id = any(@ids)",
            new { ids = subjects.Select(tenant => tenant.TenantId).ToArray() }
        );
        var withdrawn = await RequestedReads.Withdraw([.. customers.Select(customer => customer.Id)], undoneRun, work);
        return [.. customers.Where(customer => withdrawn.Contains(customer.Id)).Select(customer => customer.TenantId).Distinct(StringComparer.Ordinal)];
    }

    private sealed record Customer(string AccountId, string Id, Mode Mode);

    private sealed record Owner(string TenantId, string Id);
}
