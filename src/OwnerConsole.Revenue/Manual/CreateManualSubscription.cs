using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Adds a subscription that a tenant pays without a payment provider, such as by bank transfer.</summary>
public sealed class CreateManualSubscription : Operation<NewManualRecord, CreateManualSubscription.Input>
{
    public sealed record Input(
        [Description("Name on lists and invoices, such as Pro, yearly.")] [StringLength(ManualInput.MaxName)] string Name,
        [Description("Price per unit and interval, without tax.")] Money Price,
        PeriodUnit Interval = PeriodUnit.Month,
        [Range(1, ManualInput.MaxIntervals)] [Description("Number of intervals per invoice, such as 3 for quarterly.")] int Intervals = 1,
        [Range(0, ManualInput.MaxQuantity)] long Quantity = 1,
        [OptionsFrom(ManualInput.Plans)] [StringLength(64)] [Description("Plan that its MRR counts for.")] string? Plan = null,
        [Description("First day, in UTC; it can be in the past. Leave blank for now.")] DateOnly? From = null
    );

    public override Input Example => new("Pro, yearly", new(588_00, "USD"), PeriodUnit.Year, Quantity: 2);

    public override OperationDefinition Definition =>
        new("manual_subscription.create", "Add manual subscription", "added")
        {
            Subject = "tenant",
            Noun = "subscription",
            Group = ActionGroup.Plan,
            FieldClasses = [FieldClass.Money],
            Synonyms = "bank transfer, invoice, contract, without stripe, offline payment",
            RestoredByUndo = "The subscription is removed. If it was changed or ended since, undo that first.",
        };

    public override Task<IReadOnlyList<NewManualRecord>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => NewManualRecord.Load(ids, work);

    public override Refusal? Refuse(NewManualRecord tenant, Input input) =>
        tenant.Lifecycle is TenantLifecycle.Anonymised
            ? new("anonymised", $"{tenant} is anonymised.")
            : ManualInput.RefuseName(input.Name)
                ?? ManualInput.RefusePrice(input.Price)
                ?? ManualInput.RefuseMonthly(input.Price, input.Interval, input.Intervals, input.Quantity)
                ?? ManualInput.RefuseDay(input.From, tenant.Today);

    public override Decision Decide(NewManualRecord tenant, Input input) =>
        new(Sentence.Say($"{tenant} gets a subscription of {ManualInput.Monthly(input.Price, input.Interval, input.Intervals, input.Quantity)} per month."))
        {
            Created = tenant.NewId,
        };

    public override async Task Execute(IReadOnlyList<NewManualRecord> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into manual.subscription_terms
              (tenant_id, subscription_id, from_at, name, plan, amount_minor, currency, interval, intervals, quantity, is_end, opened_by, opened_at)
            select n.tenant_id, n.id, @from, @name, @plan, @amount, @currency, @interval, @Intervals, @Quantity, false, @run, clock_timestamp()
              from unnest(@tenants, @ids) n(tenant_id, id)
            """,
            new
            {
                tenants = accepted.Select(tenant => tenant.TenantId).ToArray(),
                ids = accepted.Select(tenant => tenant.NewId).ToArray(),
                from = ManualInput.Start(input.From) ?? work.Now,
                name = input.Name.Trim(),
                plan = string.IsNullOrWhiteSpace(input.Plan) ? null : input.Plan.Trim(),
                amount = input.Price.Amount,
                currency = input.Price.Currency,
                interval = input.Interval.ToText(),
                input.Intervals,
                input.Quantity,
                run = work.RunId,
            }
        );
        await work.SetName([.. accepted.Select(tenant => (tenant.NewId, tenant.TenantId))], ManualSubscription.Kind, input.Name.Trim());
        await SubscriptionRecords.Write([.. accepted.Select(tenant => tenant.NewId)], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewManualRecord> subjects, string undoneRun, UnitOfWork work)
    {
        var removed = await SubscriptionRecords.OfTenants.CloseOpenedBy(
            [.. subjects.Select(tenant => tenant.TenantId)],
            undoneRun,
            work,
            """
            not exists (select from manual.subscription_terms other
                         where other.subscription_id = this.subscription_id and other.closed_by is null and other.opened_by <> this.opened_by)
            """
        );
        await SubscriptionRecords.WriteRemoved(work);
        return removed;
    }
}
