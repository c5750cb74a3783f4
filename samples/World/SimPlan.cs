namespace World;

/// <summary>A plan that is for sale, from the console.</summary>
/// <param name="Interval">month or year.</param>
internal sealed record SimPlan(string Key, string Name, SimPrice Price, string Interval)
{
    /// <summary>Ten months for a year.</summary>
    public long AmountPer(string interval) =>
        interval == Interval ? Price.Amount
        : interval == "year" ? Price.Amount * 10
        : Price.Amount / 10;
}

/// <summary>Amount in the smallest unit of a currency.</summary>
internal sealed record SimPrice(long Amount, string Currency);
