using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Changes price or quantity of a manual subscription from a day on.</summary>
public sealed class ChangeManualSubscription : Operation<ManualSubscription, ChangeManualSubscription.Input>
{
    public sealed record Input(
        [Description("Price per unit and interval, in the currency of the subscription. Leave blank to keep it.")] string? Price = null,
        [Range(0, ManualInput.MaxQuantity)] [Description("Leave blank to keep it.")] long? Quantity = null,
        [OptionsFrom(ManualInput.Plans)] [StringLength(64)] [Description("Plan that its MRR counts for. Leave blank to keep it.")] string? Plan = null,
        [Description("First day, in UTC; it can be in the past. Leave blank for now.")] DateOnly? From = null
    );

    public override Input Example => new("59.00", 3);

    public override OperationDefinition Definition =>
        new("manual_subscription.change", "Change manual subscription", "changed")
        {
            Noun = "subscription",
            Group = ActionGroup.Plan,
            FieldClasses = [FieldClass.Money],
            Synonyms = "upgrade, downgrade, price, seats, contract",
            RestoredByUndo = "The subscription costs what it did before, unless it was changed again since.",
        };

    public override Task<IReadOnlyList<ManualSubscription>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => ManualSubscription.Load(ids, work);

    public override Refusal? Refuse(ManualSubscription subscription, Input input) =>
        subscription switch
        {
            { HasEnded: true } => new("ended", $"{subscription} has ended."),
            _ when PriceOf(subscription, input) is null => new("bad_price", $"Enter a price with at most the decimals of its currency."),
            _ when ManualInput.RefusePrice(PriceOf(subscription, input)!) is { } refusal => refusal, // not null, see the previous line
            _ when ManualInput.RefuseDay(input.From, subscription.Today) is { } refusal => refusal,
            _ when StartOf(subscription, input) <= subscription.LastAt => new(
                "too_early",
                $"The change must be after {subscription.LastAt}, when the current terms of {subscription} start."
            ),
            { EndsAt: { } end } when StartOf(subscription, input) >= end => new("too_late", $"The change must be before {end}, when {subscription} ends."),
            _ when Changed(subscription, input) is var changed
                    && ManualInput.RefuseMonthly(changed.Price, changed.Interval, changed.Intervals, changed.Quantity) is { } refusal => refusal,
            _ when Changed(subscription, input) == subscription => new("no_change", $"{subscription} costs that already."),
            _ => null,
        };

    public override Decision Decide(ManualSubscription subscription, Input input)
    {
        var changed = Changed(subscription, input);
        var says = Sentence.Say($"{subscription} will cost {changed.Monthly} per month, previously {subscription.Monthly}.");
        return changed.Quantity == subscription.Quantity ? new(says) : new(says, new Effect("quantity", subscription.Quantity, changed.Quantity));
    }

    public override async Task Execute(IReadOnlyList<ManualSubscription> accepted, Input input, UnitOfWork work)
    {
        var changed = accepted.Select(subscription => Changed(subscription, input)).ToList();
        await work.Execute(
            """
            insert into manual.subscription_terms
              (tenant_id, subscription_id, from_at, name, plan, amount_minor, currency, interval, intervals, quantity, is_end, opened_by, opened_at)
            select n.tenant_id, n.id, @from, n.name, n.plan, n.amount, n.currency, n.interval, n.intervals, n.quantity, false, @run, clock_timestamp()
              from unnest(@tenants, @ids, @names, @plans, @amounts, @currencies, @units, @counts, @quantities)
                     n(tenant_id, id, name, plan, amount, currency, interval, intervals, quantity)
            """,
            new
            {
                tenants = changed.Select(one => one.TenantId).ToArray(),
                ids = changed.Select(one => one.Id).ToArray(),
                names = changed.Select(one => one.Name).ToArray(),
                plans = changed.Select(one => one.Plan).ToArray(),
                amounts = changed.Select(one => one.AmountMinor).ToArray(),
                currencies = changed.Select(one => one.Currency).ToArray(),
                units = changed.Select(one => one.Interval.ToText()).ToArray(),
                counts = changed.Select(one => one.Intervals).ToArray(),
                quantities = changed.Select(one => one.Quantity).ToArray(),
                from = ManualInput.Start(input.From) ?? work.Now,
                run = work.RunId,
            }
        );
        await SubscriptionRecords.Write([.. accepted.Select(subscription => subscription.Id)], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ManualSubscription> subjects, string undoneRun, UnitOfWork work)
    {
        // Later terms contain the price that this change set, so they must be undone first.
        var restored = await SubscriptionRecords.Rows.CloseOpenedBy(
            [.. subjects.Select(subscription => subscription.Id)],
            undoneRun,
            work,
            """
            not exists (select from manual.subscription_terms later
                         where later.subscription_id = this.subscription_id and later.closed_by is null and not later.is_end and later.from_at > this.from_at)
            """
        );
        await SubscriptionRecords.Write(restored, work);
        return restored;
    }

    private static DateTimeOffset StartOf(ManualSubscription subscription, Input input) => ManualInput.Start(input.From) ?? subscription.Now;

    /// <returns>Null if the text is not an amount of the currency.</returns>
    private static Money? PriceOf(ManualSubscription subscription, Input input) =>
        string.IsNullOrWhiteSpace(input.Price) ? subscription.Price : Money.Read(input.Price.Trim(), subscription.Currency);

    private static ManualSubscription Changed(ManualSubscription subscription, Input input) =>
        subscription with
        {
            AmountMinor = PriceOf(subscription, input)!.Amount, // Refuse checks it
            Quantity = input.Quantity ?? subscription.Quantity,
            Plan = string.IsNullOrWhiteSpace(input.Plan) ? subscription.Plan : input.Plan.Trim(),
        };
}
