using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Voids a manual invoice, so that nothing is owed for it any more.</summary>
public sealed class VoidManualInvoice : Operation<ManualInvoice, VoidManualInvoice.Input>
{
    public sealed record Input;

    public override OperationDefinition Definition =>
        new("manual_invoice.void", "Void manual invoice", "voided")
        {
            Noun = "invoice",
            Group = ActionGroup.Plan,
            IsHarmful = true,
            Synonyms = "cancel invoice, write off",
            RestoredByUndo = "The invoice is open again.",
        };

    public override Task<IReadOnlyList<ManualInvoice>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => ManualInvoice.Load(ids, work);

    public override Refusal? Refuse(ManualInvoice invoice, Input input) => ManualInput.RefuseSettled(invoice);

    public override Decision Decide(ManualInvoice invoice, Input input) =>
        new(Sentence.Say($"Nothing is owed for {invoice} any more: {invoice.Amount}."), new Effect("status", "open", "void"));

    public override async Task Execute(IReadOnlyList<ManualInvoice> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into manual.settlements (tenant_id, invoice_id, status, settled_at, opened_by, opened_at)
            select n.tenant_id, n.id, 'void', clock_timestamp(), @run, clock_timestamp() from unnest(@tenants, @ids) n(tenant_id, id)
            """,
            new
            {
                tenants = accepted.Select(invoice => invoice.TenantId).ToArray(),
                ids = accepted.Select(invoice => invoice.Id).ToArray(),
                run = work.RunId,
            }
        );
        await InvoiceRecords.Write([.. accepted.Select(invoice => invoice.Id)], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ManualInvoice> subjects, string undoneRun, UnitOfWork work)
    {
        var reopened = await InvoiceRecords.Settlements.CloseOpenedBy([.. subjects.Select(invoice => invoice.Id)], undoneRun, work);
        await InvoiceRecords.Write(reopened, work);
        return reopened;
    }
}
