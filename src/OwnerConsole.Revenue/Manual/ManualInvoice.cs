using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Manual;

/// <summary>A manual invoice.</summary>
/// <param name="Number">Null if it has none.</param>
/// <param name="Status">paid or void; null while it is open.</param>
/// <param name="ChangedAt">When a person recorded it, or marked it as paid or void.</param>
/// <param name="Now">Time of the run.</param>
public sealed record ManualInvoice(
    string InvoiceId,
    string TenantId,
    Mode Mode,
    string? Number,
    long AmountMinor,
    string Currency,
    DateTimeOffset IssuedAt,
    DateTimeOffset? DueAt,
    string? Status,
    string? PaymentId,
    string? Method,
    DateTimeOffset? SettledAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset Now
) : ISubject
{
    /// <summary>Kind of the subject.</summary>
    public const string Kind = "manual_invoice";

    public string Id => InvoiceId;

    public Money Amount => new(AmountMinor, Currency);

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public long Revision => Status is null ? 1 : 2;

    public static Task<IReadOnlyList<ManualInvoice>> Load(IReadOnlyList<string> ids, UnitOfWork work) => Find(ids, work, work.ForUpdate("i"));

    /// <returns>The invoices that exist, in the order of their ids.</returns>
    /// <param name="locking">Clause that locks the rows; empty for none.</param>
    public static Task<IReadOnlyList<ManualInvoice>> Find(IReadOnlyCollection<string> ids, UnitOfWork work, string locking = "") =>
        work.List<ManualInvoice>(
            $"""
            select i.invoice_id, i.tenant_id, t.mode, i.number, i.amount_minor, i.currency, i.issued_at, i.due_at,
                   s.status, s.payment_id, s.method, s.settled_at, coalesce(s.opened_at, i.opened_at) as changed_at, @now as now
              from manual.invoices i
              join core.tenants t using (tenant_id)
              left join manual.settlements s on s.invoice_id = i.invoice_id and s.closed_by is null
             where i.invoice_id = any(@ids) and i.closed_by is null and (t.mode = 'test' or not @isTest)
             order by i.invoice_id
             {locking}
            """,
            new
            {
                ids = ids.ToArray(),
                now = work.Now,
                isTest = work.Caller?.Mode is Mode.Test,
            }
        );
}
