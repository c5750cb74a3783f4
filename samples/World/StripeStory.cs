namespace World;

/// <summary>
/// Creates in Stripe what the tenants pay: three months of subscriptions and invoices, with trials, discounts, failed payments, cancellations, refunds,
/// disputes, customers that match no tenant, and two tenants that don't get what they pay for.
/// </summary>
internal sealed class StripeStory(StripeApi stripe, ConsoleApi console, StripeCatalogue catalogue, Scenario scenario, DateTimeOffset now)
{
    private const int Days = 92,
        MaxPaying = 60,
        MaxTrials = 5,
        MaxCancelled = 6;

    private static readonly string[] Cards = ["visa", "mastercard", "amex", "visa_debit"];

    /// <summary>What happens to paying customers in turn; nothing special to the last of each thirteen.</summary>
    private enum Turn
    {
        PastDue,

        /// <summary>A payment fails, and the invoice is paid four days later with another card.</summary>
        Recovered,
        Discounted,
        Leaving,
        Refunded,
        PartlyRefunded,
        OtherInterval,
        Disputed,
        DisputeLost,
        OldPrice,

        /// <summary>Pays for another plan than the application reports.</summary>
        OtherPlan,

        /// <summary>Pays, but the application gives no access.</summary>
        LockedOut,
        Regular,
    }

    private const int Turns = 13;

    private readonly DateTimeOffset _begin = now.AddDays(-Days);
    private readonly List<(DateTimeOffset At, Func<Task> Run)> _steps = [];
    private int _customers;

    /// <returns>Number of created customers; 0 if Stripe had some, which are left as they are.</returns>
    /// <exception cref="FormatException">The console sells none of the scenario's plans.</exception>
    public static async Task<int> Play(StripeApi stripe, ConsoleApi console, IReadOnlyList<SimStudio> studios, SimOptions options, DateTimeOffset now)
    {
        if ((await stripe.Get("/v1/customers?limit=1")).GetProperty("data").GetArrayLength() > 0)
            return 0;
        await stripe.MoveClock(now.AddDays(-Days));
        return await new StripeStory(stripe, console, await StripeCatalogue.Create(stripe, await console.Plans()), options.Scenario, now).Play(studios);
    }

    private async Task<int> Play(IReadOnlyList<SimStudio> studios)
    {
        var plan = scenario.Plans.FirstOrDefault(catalogue.IsSold) ?? throw new FormatException("The console has no plan of this scenario with a price.");
        var coupon = await stripe.Post("/v1/coupons", ("name", "Launch partner"), ("percent_off", 20), ("duration", "forever"));
        var paying = studios.Where(studio => studio.HasPlan(now) && PlansOf(studio).Count > 0).Take(MaxPaying).OrderBy(PaidSince).ToList();
        foreach (var (place, studio) in paying.Index())
            Subscribed(studio, place, coupon);
        foreach (var studio in studios.Where(IsTrying).Take(MaxTrials))
            Trying(studio, plan);
        foreach (var (place, studio) in studios.Where(HasLeft).Take(MaxCancelled).Index())
            Cancelled(studio, place);
        Unmatched(paying.FirstOrDefault()?.People[0].Email, plan);
        foreach (var (at, run) in _steps.OrderBy(step => step.At))
        {
            await stripe.MoveClock(at);
            await run();
        }
        await stripe.MoveClock(TimeProvider.System.GetUtcNow());
        return _customers;
    }

    private void Subscribed(SimStudio studio, int place, string coupon)
    {
        var (turn, plans) = ((Turn)(place % Turns), PlansOf(studio));
        // a past due subscription was renewed two to five days ago, so that its payment is still retried
        var failed = now.AddDays((turn is Turn.Recovered ? -16 : -2) - (place / Turns % 4));
        var renewed = failed.AddMonths(turn is Turn.Recovered ? -1 : -2);
        if ((turn is Turn.PastDue or Turn.Recovered && PaidSince(studio) > renewed) || (turn is Turn.OtherPlan or Turn.LockedOut && place >= Turns))
            turn = Turn.Regular;
        if (turn is Turn.OtherPlan && scenario.Plans.FirstOrDefault(plan => catalogue.IsSold(plan) && plan != plans[0].Plan) is { } other)
            plans = [(other, 1)];
        var usual = catalogue.IntervalOf(plans[0].Plan);
        var interval = turn switch
        {
            Turn.PastDue or Turn.Recovered => "month",
            Turn.OtherInterval => usual == "month" ? "year" : "month",
            _ => usual,
        };
        var start = turn is Turn.PastDue or Turn.Recovered ? renewed : StartOf(studio, place);
        (string, object)[] discount = turn is Turn.Discounted ? [("discounts[0][coupon]", coupon)] : [];
        var (customer, subscription) = ("", "");
        At(
            start,
            async () =>
            {
                customer = await Customer(studio.Name, studio.People[0].Email, studio.Id, Cards[place % Cards.Length]);
                (string, object)[] more = [.. discount, .. Since(studio, start)];
                subscription =
                    turn is Turn.OldPrice
                        ? await stripe.Post("/v1/subscriptions", [("customer", customer), ("items[0][price]", catalogue.OldPrice), .. more])
                        : await Subscribe(customer, plans, interval, more);
            }
        );
        switch (turn)
        {
            case Turn.PastDue:
                At(now.AddDays(-12), () => UseFailingCard(customer, subscription));
                break;
            case Turn.Recovered:
                At(failed.AddDays(-10), () => UseFailingCard(customer, subscription));
                At(failed.AddDays(4), () => PayWithAnotherCard(customer, subscription));
                break;
            case Turn.Leaving:
                At(now, () => stripe.Post($"/v1/subscriptions/{subscription}", ("cancel_at_period_end", "true")));
                break;
            case Turn.Refunded or Turn.PartlyRefunded:
                At(Later(start, now.AddDays(-3 - (place % 7))), () => Refund(customer, parts: turn is Turn.Refunded ? 1 : 3));
                break;
            case Turn.LockedOut:
                At(now, () => console.Put("/api/v1/tenants", [new { Id = $"ext:{studio.Id}", Access = "none" }]));
                break;
            case Turn.Disputed when place < Turns:
                At(Later(start, now.AddDays(-2)), () => Dispute(customer, scenario.Goods[1]));
                break;
            case Turn.DisputeLost when place < Turns:
                At(
                    Later(start, now.AddDays(-30)),
                    async () =>
                    {
                        await Dispute(customer, scenario.Goods[0]);
                        var dispute = (await stripe.Get("/v1/disputes?limit=1")).GetProperty("data")[0].GetProperty("id").GetString();
                        await stripe.Post($"/v1/disputes/{dispute}/close");
                    }
                );
                break;
        }
    }

    private void Trying(SimStudio studio, string plan) =>
        At(
            studio.OpenedAt,
            async () =>
                await Subscribe(
                    await Customer(studio.Name, studio.People[0].Email, studio.Id, Cards[0]),
                    [(plan, 1)],
                    catalogue.IntervalOf(plan),
                    ("trial_end", studio.OpenedAt + ContractGenerator.Trial)
                )
        );

    private void Cancelled(SimStudio studio, int place)
    {
        var (plans, subscription) = (PlansOf(studio), "");
        At(
            StartOf(studio, place),
            async () =>
                subscription = await Subscribe(
                    await Customer(studio.Name, studio.People[0].Email, studio.Id, Cards[place % Cards.Length]),
                    plans,
                    catalogue.IntervalOf(plans[0].Plan),
                    Since(studio, StartOf(studio, place))
                )
        );
        At(studio.Chapters[^1].At, () => stripe.Delete($"/v1/subscriptions/{subscription}"));
    }

    /// <summary>Creates a customer whose email proposes a tenant, one with the ID of a tenant that doesn't exist, and an unknown one.</summary>
    /// <param name="contact">Contact of a tenant.</param>
    private void Unmatched(string? contact, string plan)
    {
        var interval = catalogue.IntervalOf(plan);
        At(_begin.AddDays(4), async () => await Subscribe(await Customer("Second location", contact, null, Cards[0]), [(plan, 1)], interval));
        At(
            _begin.AddDays(9),
            async () => await Subscribe(await Customer("Old test account", "office@old-test.example", $"{scenario.Word}-9999", Cards[1]), [(plan, 1)], interval)
        );
        // its trial ends ten minutes after the story, so that events arrive while the owner watches
        At(
            now.AddDays(-14),
            async () =>
                await Subscribe(
                    await Customer("Harbour Club", "accounts@harbour-club.example", null, Cards[2]),
                    [(plan, 1)],
                    interval,
                    ("trial_end", now.AddMinutes(10))
                )
        );
    }

    private async Task<string> Customer(string name, string? email, string? tenant, string card)
    {
        _customers++;
        var method = "pm_card_" + card;
        List<(string, object)> form = [("name", name), ("payment_method", method), ("invoice_settings[default_payment_method]", method)];
        if (email is not null)
            form.Add(("email", email));
        if (tenant is not null)
            form.Add(("metadata[tenant_id]", tenant));
        return await stripe.Post("/v1/customers", [.. form]);
    }

    private Task<string> Subscribe(
        string customer,
        IReadOnlyList<(string Plan, int Quantity)> plans,
        string interval,
        params (string Name, object Value)[] more
    ) => stripe.Post("/v1/subscriptions", [("customer", customer), .. catalogue.Items(plans, interval), .. more]);

    /// <summary>Replaces the card with one that is accepted, but declines every charge.</summary>
    private async Task UseFailingCard(string customer, string subscription)
    {
        var card = await stripe.Post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", ("customer", customer));
        await stripe.Post($"/v1/subscriptions/{subscription}", ("default_payment_method", card));
    }

    /// <summary>Pays the open invoice of a customer whose card was declined.</summary>
    private async Task PayWithAnotherCard(string customer, string subscription)
    {
        var card = await stripe.Post("/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        await stripe.Post($"/v1/subscriptions/{subscription}", ("default_payment_method", card));
        var open = (await stripe.Get($"/v1/invoices?customer={customer}&status=open&limit=1")).GetProperty("data")[0];
        await stripe.Post($"/v1/invoices/{open.GetProperty("id").GetString()}/pay", ("payment_method", card));
    }

    /// <summary>Refunds the last payment.</summary>
    /// <param name="parts">1 for all of it, 3 for a third.</param>
    private async Task Refund(string customer, int parts)
    {
        var charge = (await stripe.Get($"/v1/charges?customer={customer}&limit=1")).GetProperty("data")[0];
        await stripe.Post(
            "/v1/refunds",
            ("charge", charge.GetProperty("id").GetString()!),
            ("amount", charge.GetProperty("amount").GetInt64() / parts),
            ("reason", "requested_by_customer")
        );
    }

    /// <summary>Sells something once; the holder of the card disputes the payment.</summary>
    private async Task Dispute(string customer, (string Name, int Cents) good)
    {
        await stripe.Post("/v1/invoiceitems", ("customer", customer), ("amount", good.Cents), ("currency", catalogue.Currency), ("description", good.Name));
        var invoice = await stripe.Post("/v1/invoices", ("customer", customer), ("pending_invoice_items_behavior", "include"));
        await stripe.Post($"/v1/invoices/{invoice}/pay", ("payment_method", "pm_card_createDispute"));
    }

    private void At(DateTimeOffset at, Func<Task> run) => _steps.Add((at, run));

    private bool IsTrying(SimStudio studio) => studio.Chapters is [{ Lifecycle: "trial" }] && studio.OpenedAt + ContractGenerator.Trial > now;

    /// <summary>Whether the studio has cancelled within the time of the story, more than a week after its start.</summary>
    private bool HasLeft(SimStudio studio) => !studio.Chapters[^1].IsOpen && studio.Chapters[^1].At > _begin.AddDays(7) && PlansOf(studio).Count > 0;

    /// <returns>Last plans that are sold in Stripe.</returns>
    private IReadOnlyList<(string Plan, int Quantity)> PlansOf(SimStudio studio) =>
        [.. (studio.Chapters.LastOrDefault(chapter => chapter.Plans.Count > 0)?.Plans ?? []).Where(item => catalogue.IsSold(item.Plan))];

    /// <returns>When the studio subscribed; the oldest ones in turn during the first month of the story.</returns>
    private DateTimeOffset StartOf(SimStudio studio, int place) => Later(PaidSince(studio), _begin.AddHours(11 * place));

    /// <summary>Tells Stripe that the studio has paid since before the story, so that MRR has the history of the studio.</summary>
    private static (string, object)[] Since(SimStudio studio, DateTimeOffset start) =>
        PaidSince(studio) < start ? [("backdate_start_date", PaidSince(studio))] : [];

    /// <returns>Start of the last uninterrupted time with a plan.</returns>
    private static DateTimeOffset PaidSince(SimStudio studio) =>
        studio.Chapters.Reverse().SkipWhile(chapter => chapter.Plans.Count == 0).TakeWhile(chapter => chapter.Plans.Count > 0).Last().At;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
