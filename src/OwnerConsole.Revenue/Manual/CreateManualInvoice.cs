using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Records an invoice that was sent to a tenant without a payment provider.</summary>
public sealed class CreateManualInvoice(Database database) : Operation<NewManualRecord, CreateManualInvoice.Input>
{
    private const int MaxNumber = 50;

    public sealed record Input(
        [Description("Total amount, including tax.")] Money Amount,
        [StringLength(MaxNumber)] [Description("Your invoice number.")] string? Number = null,
        [Description("Day of the invoice, in UTC; it can be in the past. Leave blank for now.")] DateOnly? Issued = null,
        [Description("Last day to pay, in UTC. Leave blank for none.")] DateOnly? Due = null,
        [StringLength(ManualInput.MaxName)] [Description("What the invoice is for.")] string? Description = null
    );

    public override Input Example => new(new(1_176_00, "USD"), Due: new(2030, 12, 31));

    public override OperationDefinition Definition =>
        new("manual_invoice.create", "Add manual invoice", "added")
        {
            Subject = "tenant",
            Noun = "invoice",
            Group = ActionGroup.Plan,
            FieldClasses = [FieldClass.Money],
            Synonyms = "bill, bank transfer, without stripe, offline payment",
            RestoredByUndo = "The invoice is removed, unless it was marked as paid or void since.",
        };

    public override Task<IReadOnlyList<NewManualRecord>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => LoadWithNumber(ids, input, work);

    public override Refusal? Refuse(NewManualRecord tenant, Input input) =>
        tenant switch
        {
            { Lifecycle: TenantLifecycle.Anonymised } => new("anonymised", $"{tenant} is anonymised."),
            { IsOneOfSeveral: true } when NumberOf(input) is not null => new("one_number", $"A number names one invoice. Leave it blank for several tenants."),
            { IsNumberTaken: true } => new("number_taken", $"There is an invoice with this number already."),
            _ when input.Amount.Amount == 0 => new("bad_price", $"The amount must be above 0."),
            _ when ManualInput.RefusePrice(input.Amount) is { } refusal => refusal,
            _ when ManualInput.RefuseDay(input.Issued, tenant.Today) is { } refusal => refusal,
            _ when ManualInput.RefuseYear(input.Due) is { } refusal => refusal,
            _ when input.Due < (input.Issued ?? tenant.Today) => new("bad_due", $"The last day to pay can't be before the day of the invoice."),
            _ => null,
        };

    public override Decision Decide(NewManualRecord tenant, Input input) =>
        new(Sentence.Say($"{tenant} gets an invoice of {input.Amount}.")) { Created = tenant.NewId };

    public override async Task Execute(IReadOnlyList<NewManualRecord> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into manual.invoices (tenant_id, invoice_id, number, description, amount_minor, currency, issued_at, due_at, opened_by, opened_at)
            select n.tenant_id, n.id, @number, @description, @amount, @currency, @issued, @due, @run, clock_timestamp()
              from unnest(@tenants, @ids) n(tenant_id, id)
            """,
            new
            {
                tenants = accepted.Select(tenant => tenant.TenantId).ToArray(),
                ids = accepted.Select(tenant => tenant.NewId).ToArray(),
                number = NumberOf(input),
                description = string.IsNullOrWhiteSpace(input.Description) ? null : input.Description.Trim(),
                amount = input.Amount.Amount,
                currency = input.Amount.Currency,
                issued = ManualInput.Start(input.Issued) ?? work.Now,
                due = ManualInput.Start(input.Due)?.AddDays(1), // the end of the last day
                run = work.RunId,
            }
        );
        await work.SetName([.. accepted.Select(tenant => (tenant.NewId, tenant.TenantId))], ManualInvoice.Kind, NumberOf(input) ?? "Invoice");
        await InvoiceRecords.Write([.. accepted.Select(tenant => tenant.NewId)], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewManualRecord> subjects, string undoneRun, UnitOfWork work)
    {
        var removed = await InvoiceRecords.OfTenants.CloseOpenedBy(
            [.. subjects.Select(tenant => tenant.TenantId)],
            undoneRun,
            work,
            "not exists (select from manual.settlements s where s.invoice_id = this.invoice_id and s.closed_by is null)"
        );
        await InvoiceRecords.WriteRemoved(work);
        return removed;
    }

    /// <remarks>A run names only its own tenants, so the numbers are read from all.</remarks>
    private async Task<IReadOnlyList<NewManualRecord>> LoadWithNumber(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var tenants = await NewManualRecord.Load(ids, work);
        if (NumberOf(input) is not { } number)
            return tenants;
        await using var all = await database.Read(work.Stop);
        var isTaken = await all.One<bool>("select exists (select from manual.invoices where number = @number and closed_by is null)", new { number });
        return [.. tenants.Select(tenant => tenant with { IsNumberTaken = isTaken, IsOneOfSeveral = ids.Count > 1 })];
    }

    private static string? NumberOf(Input input) => string.IsNullOrWhiteSpace(input.Number) ? null : input.Number.Trim();
}
