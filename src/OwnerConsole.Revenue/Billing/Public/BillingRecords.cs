using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Billing.Public;

/// <summary>Writes billing records. The integration of a payment provider calls it with what the provider reports.</summary>
public static class BillingRecords
{
    /// <summary>Account of records that don't come from a payment provider.</summary>
    public const string ManualAccount = "manual";

    /// <summary>Prefix of the ids of these records, without its underscore.</summary>
    public const string ManualPrefix = "man";

    private const string CustomerKind = "stripe_customer";

    /// <summary>Tables whose records belong to a customer.</summary>
    private static readonly BillingTable[] s_ofCustomers =
    [
        BillingTable.Subscriptions,
        BillingTable.Invoices,
        BillingTable.Payments,
        BillingTable.Refunds,
        BillingTable.Disputes,
    ];

    /// <returns>Tenants that these records belong to now. Their rows are only visible to a transaction that names these tenants.</returns>
    public static Task<IReadOnlyList<string>> FindTenants(BillingTable table, IReadOnlyCollection<(string Account, string Id)> records, UnitOfWork work) =>
        work.List<string>(
            $"""
            select distinct b.tenant_id
              from unnest(@accounts, @ids) n(account_id, id) join billing.{table.ToText()} b on b.account_id = n.account_id and b.id = n.id
            """,
            Keys(records)
        );

    /// <summary>Replaces records, and deletes those that have no row any more.</summary>
    /// <param name="records">Account and id of all records.</param>
    /// <param name="rows">An array of objects whose members are the columns of the table.</param>
    /// <param name="work">A transaction that names the previous and the new tenants of the records.</param>
    public static void Replace(BillingTable table, IReadOnlyCollection<(string Account, string Id)> records, JsonElement rows, UnitOfWork work)
    {
        work.Defer(
            $"""
            delete from billing.{table.ToText()} b
             using unnest(@accounts, @ids) n(account_id, id)
             where b.tenant_id = any(core.tenant_scope()) and b.account_id = n.account_id and b.id = n.id
            """,
            Keys(records)
        );
        work.Defer($"insert into billing.{table.ToText()} select r.* from jsonb_populate_recordset(null::billing.{table.ToText()}, @rows) r", new { rows });
    }

    /// <summary>Moves customers with their records to other tenants.</summary>
    /// <param name="moves">Customers with their previous and new tenants, which the transaction names.</param>
    /// <param name="matchedBy">Why they belong to the new tenant; null if they belong to none.</param>
    public static async Task MoveCustomers(IReadOnlyList<(string Account, string Customer, string From, string To)> moves, string? matchedBy, UnitOfWork work)
    {
        var arguments = new
        {
            accounts = moves.Select(move => move.Account).ToArray(),
            customers = moves.Select(move => move.Customer).ToArray(),
            sources = moves.Select(move => move.From).ToArray(),
            targets = moves.Select(move => move.To).ToArray(),
            matchedBy,
        };
        const string Moves = "unnest(@accounts, @customers, @sources, @targets) m(account_id, customer_id, source, target)";
        await work.Execute(
            $"""
            update billing.customers c set tenant_id = m.target, matched_by = @matchedBy, proposed_tenant = null, conflict = null
              from {Moves} where c.tenant_id = m.source and c.account_id = m.account_id and c.id = m.customer_id
            """,
            arguments
        );
        work.NameById([.. moves.Select(move => (move.Customer, move.To))], CustomerKind);
        foreach (var table in s_ofCustomers)
        {
            var moved = await work.List<MovedRecord>(
                $"""
                update billing.{table.ToText()} r set tenant_id = m.target
                  from {Moves} where r.tenant_id = m.source and r.account_id = m.account_id and r.customer_id = m.customer_id
                returning r.account_id, r.id, r.tenant_id
                """,
                arguments
            );
            if (KindOf(table) is { } kind && moved.Count > 0)
                work.NameById([.. moved.Select(record => (record.Id, record.TenantId))], kind);
            if (table is BillingTable.Subscriptions)
                SubscriptionMrrRecords.Move([.. moved.Select(record => (record.AccountId, record.Id, record.TenantId))], work);
        }
    }

    /// <param name="invoice">Alias of an invoice in SQL.</param>
    /// <returns>SQL for whether its payment failed or it is overdue. Left out: a payment in process, such as a direct debit, and the first payment of a
    /// subscription that hasn't started.</returns>
    public static string IsUnpaid(string invoice) =>
        $"""
            ({invoice}.status = 'open' and {invoice}.remaining_minor > 0
               and case when {invoice}.collection_method = 'send_invoice' then {invoice}.due_at < now() else {invoice}.attempts > 0 end
               and not exists (select from billing.payments pay
                                where pay.account_id = {invoice}.account_id and pay.invoice_id = {invoice}.id and pay.status = 'pending')
               and not exists (select from billing.subscriptions sub
                                where sub.account_id = {invoice}.account_id and sub.id = {invoice}.subscription_id and sub.status in ('incomplete', 'incomplete_expired')))
            """;

    /// <returns>Whether a record doesn't come from a payment provider.</returns>
    public static bool IsManual(string id) => id.StartsWith($"{ManualPrefix}_", StringComparison.Ordinal);

    /// <returns>Kind of the subjects of operations; null for records that operations don't change.</returns>
    public static string? KindOf(BillingTable table) =>
        table switch
        {
            BillingTable.Customers => CustomerKind,
            BillingTable.Prices => "stripe_price",
            BillingTable.Subscriptions => "subscription",
            BillingTable.Invoices => "invoice",
            BillingTable.Payments => "payment",
            _ => null,
        };

    private sealed record MovedRecord(string AccountId, string Id, string TenantId);

    private static object Keys(IReadOnlyCollection<(string Account, string Id)> records) =>
        new { accounts = records.Select(record => record.Account).ToArray(), ids = records.Select(record => record.Id).ToArray() };
}
