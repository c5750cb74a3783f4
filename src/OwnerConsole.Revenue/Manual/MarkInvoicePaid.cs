using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Marks a manual invoice as paid.</summary>
public sealed class MarkInvoicePaid : Operation<ManualInvoice, MarkInvoicePaid.Input>
{
    public sealed record Input(
        [StringLength(ManualInput.MaxName)] [Description("How it was paid.")] string Method = "Bank transfer",
        [Description("Day of the payment, in UTC. Leave blank for now.")] DateOnly? Paid = null
    );

    public override OperationDefinition Definition =>
        new("manual_invoice.mark_paid", "Mark as paid", "marked as paid")
        {
            Noun = "invoice",
            Group = ActionGroup.Plan,
            Synonyms = "payment received, settle, bank transfer",
            RestoredByUndo = "The invoice is open again, and its payment is removed.",
        };

    public override Task<IReadOnlyList<ManualInvoice>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => ManualInvoice.Load(ids, work);

    public override Refusal? Refuse(ManualInvoice invoice, Input input) =>
        ManualInput.RefuseSettled(invoice)
        ?? ManualInput.RefuseName(input.Method)
        ?? ManualInput.RefuseDay(input.Paid, invoice.Today)
        ?? (
            input.Paid < DateOnly.FromDateTime(invoice.IssuedAt.UtcDateTime)
                ? new Refusal("before_invoice", $"The payment can't be before the invoice, which is of {invoice.IssuedAt}.")
                : null
        );

    public override Decision Decide(ManualInvoice invoice, Input input) =>
        new(Sentence.Say($"{invoice} is marked as paid with {invoice.Amount}."), new Effect("status", "open", "paid"));

    public override async Task Execute(IReadOnlyList<ManualInvoice> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into manual.settlements (tenant_id, invoice_id, status, payment_id, method, settled_at, opened_by, opened_at)
            select n.tenant_id, n.id, 'paid', n.payment_id, @method, @paid, @run, clock_timestamp() from unnest(@tenants, @ids, @payments) n(tenant_id, id, payment_id)
            """,
            new
            {
                tenants = accepted.Select(invoice => invoice.TenantId).ToArray(),
                ids = accepted.Select(invoice => invoice.Id).ToArray(),
                payments = accepted.Select(invoice => work.NewId(BillingRecords.ManualPrefix, invoice.Id)).ToArray(),
                method = input.Method.Trim(),
                paid = ManualInput.Start(input.Paid) ?? work.Now,
                run = work.RunId,
            }
        );
        await InvoiceRecords.Write([.. accepted.Select(invoice => invoice.Id)], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ManualInvoice> subjects, string undoneRun, UnitOfWork work)
    {
        var reopened = await InvoiceRecords.Settlements.CloseOpenedBy([.. subjects.Select(invoice => invoice.Id)], undoneRun, work);
        var payments = subjects.Where(invoice => reopened.Contains(invoice.Id)).Select(invoice => invoice.PaymentId).OfType<string>();
        await InvoiceRecords.Write(reopened, work, [.. payments]);
        return reopened;
    }
}
