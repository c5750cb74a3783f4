using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Plans.PlanItems;

/// <summary>Sets all plans of a tenant, one or several. The application is notified. The change applies until the application reports something
/// new. Nothing is written to Stripe.</summary>
public sealed class ChangeTenantPlan : Operation<PlanItemFacts, ChangeTenantPlan.Input>
{
    private const int MaxItems = 50,
        MostOfOne = 1_000_000;

    public sealed record Input([Description("All plans of the tenant after the change. Plans not listed here end.")] IReadOnlyList<Item> Items);

    public sealed record Item(
        [OptionsFrom(PlanCatalogue.Source)] string Plan,
        int Quantity = 1,
        [Description("Billing interval. Leave blank to keep the current one, or to use the plan's first price.")] PlanInterval? Interval = null,
        [StringLength(3)] [Description("Billing currency, such as USD. Leave blank to keep the current one.")] string? Currency = null
    );

    public override Input Example => new([new("pro"), new("seats", 5)]);

    public override OperationDefinition Definition =>
        new("tenant.change_plan", "Change plan", "changed")
        {
            Group = ActionGroup.Plan,
            Synonyms = "upgrade plan, downgrade",
            Noun = "plan",
            Reversal = Reversal.Compensates,
            RestoredByUndo = "The previous plans are restored, unless they were changed or reported again since.",
        };

    public override async Task<IReadOnlyList<PlanItemFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var tenants = await PlanItemFacts.Load(ids, work);
        if (input.Items.All(item => item is { Interval: null, Currency: null }))
            return tenants;
        var prices = await PlanCatalogue.FindHolderPrices(ids, work);
        return [.. tenants.Select(tenant => tenant with { Prices = prices[tenant.Id] })];
    }

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await PlanItemFacts.Load([subjectId], work) is not [var tenant]
            ? []
            :
            [
                .. tenant.Held.SelectMany(
                    (item, row) =>
                        new (string, string?)[]
                        {
                            (FormInput.Part("items", row, "plan"), item.Plan),
                            (FormInput.Part("items", row, "quantity"), item.Quantity.ToString(CultureInfo.InvariantCulture)),
                            (FormInput.Part("items", row, "interval"), item.Interval?.ToText()),
                            (FormInput.Part("items", row, "currency"), item.Currency),
                        }
                ),
            ];

    public override Refusal? Refuse(PlanItemFacts tenant, Input input) =>
        tenant switch
        {
            { HasEnded: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}, so its plans can't change."),
            _ when input.Items.Count > MaxItems => new("too_many", $"A tenant can have at most {MaxItems} plans."),
            _ when input.Items.DistinctBy(item => item.Plan).Count() != input.Items.Count => new(
                "duplicate",
                $"List each plan only once and set its quantity."
            ),
            _ when input.Items.Any(item => item.Quantity is < 1 or > MostOfOne) => new("bad_quantity", $"The quantity must be 1 to {MostOfOne}."),
            // A current plan can stay, even if it is retired or was never added here.
            _ when input.Items.Any(item => tenant.FindPlan(item.Plan) is null && tenant.Held.All(held => held.Plan != item.Plan)) => new(
                "unknown_plan",
                $"One of these keys is not a plan. The Plans page lists the plans you can choose."
            ),
            _ when input.Items.Any(item => FindPrice(tenant, item) is null) => new(
                "no_price",
                $"One of these plans has no price for that interval or currency, or {tenant} is on a version without one. Migrate it to the current version first."
            ),
            _ when Sort(tenant, input).SequenceEqual(tenant.Held) => new("no_change", $"{tenant} already has exactly these plans."),
            _ => null,
        };

    public override Decision Decide(PlanItemFacts tenant, Input input) =>
        new(Describe(tenant, Sort(tenant, input)), new Effect("plan_items", tenant.Held, Sort(tenant, input)))
        {
            Send = [PlanChangedMessage(Sort(tenant, input))],
        };

    protected override async Task<IReadOnlyList<SummaryLine>> Summarise(PlanItemFacts tenant, Input input, UnitOfWork work)
    {
        var (after, prices) = (Sort(tenant, input), (await PlanCatalogue.FindHolderPrices([tenant.Id], work))[tenant.Id]);
        return await PlanChangeSummary.Of(tenant with { Prices = prices }, after, work);
    }

    public override async Task Execute(IReadOnlyList<PlanItemFacts> accepted, Input input, UnitOfWork work)
    {
        // Most of 500 tenants usually get the same plans, so they are written together.
        foreach (var same in accepted.GroupBy(tenant => Json.Text(Sort(tenant, input)), StringComparer.Ordinal))
            await work.SetPlans([.. same.Select(tenant => tenant.Id)], Sort(same.First(), input));
    }

    public override Message[] GetUndoMessages(PlanItemFacts tenant) => [PlanChangedMessage(tenant.Before)];

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlanItemFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.UndoSetPlans([.. subjects.Where(tenant => !tenant.HasEnded).Select(tenant => tenant.Id)], undoneRun);

    private static Message PlanChangedMessage(IReadOnlyList<TenantPlanItem> items) => Message.Event("tenant.plan_changed", new { PlanItems = items });

    private static IReadOnlyList<TenantPlanItem> Sort(PlanItemFacts tenant, Input input) =>
        [.. input.Items.Select(item => FindPrice(tenant, item)).OfType<TenantPlanItem>().OrderBy(item => item.Plan, StringComparer.Ordinal)];

    /// <summary>Resolves the price: as entered, else the current one, else the plan's first. A subscribed tenant keeps its version.</summary>
    /// <returns>Null if the plan has no such price.</returns>
    private static TenantPlanItem? FindPrice(PlanItemFacts tenant, Item item)
    {
        var held = tenant.Held.FirstOrDefault(tenantPlanItem => tenantPlanItem.Plan == item.Plan);
        var currency = string.IsNullOrWhiteSpace(item.Currency) ? null : item.Currency.Trim().ToUpperInvariant();
        if (item.Interval is null && currency is null)
            return new(item.Plan, item.Quantity, held?.Interval, held?.Currency);
        var plan = tenant.FindPlan(item.Plan);
        PeriodUnit? interval =
            item.Interval is null ? held?.Interval ?? plan?.Prices[0].Unit
            : item.Interval is PlanInterval.Year ? PeriodUnit.Year
            : PeriodUnit.Month;
        currency ??= held?.Currency ?? plan?.Currency;
        var prices = tenant.Prices.GetValueOrDefault(item.Plan) ?? plan?.Prices ?? [];
        return (held?.Interval, held?.Currency) == (interval, currency) || prices.Any(price => (price.Unit, price.Price.Currency) == (interval, currency))
            ? new(item.Plan, item.Quantity, interval, currency)
            : null;
    }

    private static Sentence Describe(PlanItemFacts tenant, IReadOnlyList<TenantPlanItem> items)
    {
        var says = Sentence.Say($"{tenant} is on");
        foreach (var item in items)
        {
            says.AppendLiteral(item == items[0] ? " " : ", ");
            if (tenant.FindPlan(item.Plan) is { } plan)
                says.AppendFormatted(new EntityReference(plan.PlanId));
            else
                says.AppendLiteral("an unlisted plan");
            if (item.Quantity != 1)
            {
                says.AppendLiteral(" × ");
                says.AppendFormatted(item.Quantity);
            }
            if (item is not { Interval: { } interval, Currency: { } currency })
                continue;
            says.AppendLiteral(" in ");
            says.AppendCurrency(currency);
            says.AppendLiteral(" per ");
            says.AppendFormatted(interval);
        }
        says.AppendLiteral(items.Count == 0 ? " no plan." : ".");
        return says;
    }
}
