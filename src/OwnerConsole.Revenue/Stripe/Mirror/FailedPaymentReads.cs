using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Reads the payments of unpaid invoices. Stripe sends no event that says which invoice a failed payment belongs to.</summary>
public sealed class FailedPaymentReads(Database database) : IWorkHandler
{
    private const string Kind = "stripe.read_failed_payments";

    private const int BatchSize = 100;

    public string Name => Kind;

    public string Title => "Read failed payments from Stripe";

    public TimeSpan? Interval => TimeSpan.FromSeconds(5);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<Unread> unread;
        await using (var reading = await database.Read(stop))
            unread = await reading.List<Unread>(
                $"""
                select i.account_id, i.id, i.mode
                  from billing.invoices i
                 where i.status = 'open' and i.collection_method = 'charge_automatically' and {BillingRecords.IsUnpaid("i")} and {RequestedReads.IsConnected(
                    "i"
                )}
                   and not exists (select from billing.payments p where p.invoice_id = i.id and p.account_id = i.account_id and p.status = 'failed')
                   and not exists (select from stripe.reads r
                                    where r.tenant_id = 'tnt_platform' and r.account_id = i.account_id and r.object_id = i.id and r.mode = i.mode and r.opened_at >= i.synced_at)
                 limit @BatchSize
                """,
                new { BatchSize }
            );
        if (unread.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await RequestedReads.Open(
            unread.Select(invoice => new RequestedRead(
                invoice.AccountId,
                invoice.Id,
                invoice.Mode,
                "invoice",
                new ListRead("invoice_payment", "invoice", invoice.Id)
            )),
            work,
            Kind
        );
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private sealed record Unread(string AccountId, string Id, Mode Mode);
}
