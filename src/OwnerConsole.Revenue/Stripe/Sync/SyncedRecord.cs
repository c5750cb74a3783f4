using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Sync;

/// <summary>A billing record whose object can be read from Stripe again.</summary>
/// <param name="IsPending">Whether a person has requested it, and it is not read yet.</param>
/// <param name="Intent">pi_… of a payment, which says whether a later attempt has succeeded; null for other records.</param>
public sealed record SyncedRecord(string Id, string AccountId, Mode Mode, string TenantId, bool IsPending, string? Intent) : ISubject
{
    private const string IntentSql =
        "(select o.body->>'payment_intent' from stripe.objects o where o.tenant_id = 'tnt_platform' and o.account_id = x.account_id and o.object_id = x.id)";

    /// <summary>Constant, because a sync reads what Stripe returns then, whatever has happened since the preview.</summary>
    public long Revision => 1;

    public static Task<IReadOnlyList<SyncedRecord>> Load(BillingTable table, IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<SyncedRecord>(
            $"""
            select x.id, x.account_id, x.mode, x.tenant_id, {RequestedReads.IsPending("x")} as is_pending,
                   {(table is BillingTable.Payments ? IntentSql : "null::text")} as intent
              from billing.{table.ToText()} x
             where x.id = any(@ids) and x.account_id <> '{BillingRecords.ManualAccount}' and (x.mode = 'test' or not @isTest)
             order by x.id
             {work.ForUpdate("x")}
            """,
            new { ids, isTest = work.Caller?.Mode is Mode.Test }
        );
}
