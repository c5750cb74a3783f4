namespace World;

/// <summary>Products in Stripe for the plans of the console, each with a monthly and a yearly price, and one that is no plan any more.</summary>
internal sealed class StripeCatalogue
{
    private readonly Dictionary<string, SimPlan> _plans;
    private readonly Dictionary<(string Plan, string Interval), string> _prices = [];

    private StripeCatalogue(IEnumerable<SimPlan> plans) => _plans = plans.ToDictionary(plan => plan.Key, StringComparer.Ordinal);

    /// <summary>Currency of the plans in lower case, as Stripe writes it.</summary>
    public string Currency => _plans.Values.First().Price.Currency.ToLowerInvariant();

    /// <summary>A price that no plan of the console has, so that it isn't proposed for any.</summary>
    public string OldPrice { get; private set; } = "";

    /// <param name="plans">Plans of the console; free ones are left out.</param>
    public static async Task<StripeCatalogue> Create(StripeApi stripe, IEnumerable<SimPlan> plans)
    {
        var made = new StripeCatalogue(plans.Where(plan => plan.Price.Amount > 0));
        foreach (var plan in made._plans.Values)
        {
            var product = await stripe.Post("/v1/products", ("name", plan.Name), ("metadata[plan]", plan.Key));
            foreach (var interval in (string[])["month", "year"])
                made._prices[(plan.Key, interval)] = await stripe.Post(
                    "/v1/prices",
                    ("product", product),
                    ("currency", plan.Price.Currency.ToLowerInvariant()),
                    ("unit_amount", plan.AmountPer(interval)),
                    ("recurring[interval]", interval),
                    ("lookup_key", $"{plan.Key}_{interval}")
                );
        }
        made.OldPrice = await stripe.Post(
            "/v1/prices",
            ("product", await stripe.Post("/v1/products", ("name", "Founding member"))),
            ("currency", made.Currency),
            ("unit_amount", 1750),
            ("recurring[interval]", "month")
        );
        return made;
    }

    public bool IsSold(string plan) => _plans.ContainsKey(plan);

    /// <returns>month or year: the interval of the plan's price in the console.</returns>
    public string IntervalOf(string plan) => _plans[plan].Interval;

    /// <returns>Parameters of a subscription.</returns>
    public IEnumerable<(string Name, object Value)> Items(IReadOnlyList<(string Plan, int Quantity)> plans, string interval) =>
        plans.SelectMany(
            (item, place) =>
                new (string Name, object Value)[] { ($"items[{place}][price]", _prices[(item.Plan, interval)]), ($"items[{place}][quantity]", item.Quantity) }
        );
}
