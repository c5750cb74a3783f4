using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Refunds a payment through Stripe. The run waits for Stripe, which decides the result.</summary>
public sealed class CreateRefund : Operation<CreateRefund.Facts, CreateRefund.Input>
{
    public sealed record Input(string Invoice, Money Amount);

    /// <param name="Left">Refundable amount of the invoice after pending refunds.</param>
    public sealed record Facts(string TenantId, long? Left, long Revision) : ISubject
    {
        public string Id => TenantId;
    }

    public override Input Example => new("in_0001", new(4900, "USD"));

    public override OperationDefinition Definition =>
        new("refund.create", "Refund invoice", "refunded")
        {
            Reversal = Reversal.UntilSent,
            IsExternal = true,
            Noun = "invoice",
        };

    public override Task<IReadOnlyList<Facts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        work.List<Facts>(
            $"""
            select i.tenant_id,
                   i.amount - i.refunded - (select coalesce(sum(w.amount), 0)::bigint from laws.intents w
                                             where w.tenant_id = i.tenant_id and w.kind = 'refund' and w.about = i.invoice_id and w.settled_at is null and w.closed_by is null) as left,
                   i.refunded + (select count(*) from laws.intents w where w.tenant_id = i.tenant_id and w.about = i.invoice_id) as revision
              from laws.invoices i
             where i.tenant_id = any(@ids) and i.invoice_id = @Invoice
             order by i.tenant_id
             {work.ForUpdate("i")}
            """,
            new { ids, input.Invoice }
        );

    public override Refusal? Refuse(Facts tenant, Input input) =>
        tenant.Left < input.Amount.Amount ? new("too_much", $"{tenant} can be given back less than {input.Amount}.") : null;

    public override Decision Decide(Facts tenant, Input input) =>
        new($"{tenant} is given {input.Amount} back.", new Effect("asked_back", null, input.Amount.Amount)) { Weight = new(MinorUnits: input.Amount.Amount) };

    public override Task Execute(IReadOnlyList<Facts> accepted, Input input, UnitOfWork work) =>
        FakeProvider.Request(work, [.. accepted.Select(tenant => tenant.Id)], "refund", input.Invoice, input.Amount.Amount);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<Facts> subjects, string undoneRun, UnitOfWork work) =>
        FakeProvider.Stop(work, [.. subjects.Select(tenant => tenant.Id)], undoneRun);
}
