namespace OwnerConsole.Pure.Survival;

/// <summary>The time that customers pay for, from constant churn.</summary>
/// <param name="Months">Mean number of months.</param>
/// <param name="IsCapped">Whether the months were limited to <see cref="MaxMonths"/>.</param>
public sealed record CustomerLifetime(decimal Months, bool IsCapped)
{
    /// <summary>Limit for low churn, because no one can know that customers stay for decades.</summary>
    public const int MaxMonths = 60;

    /// <param name="churn">Share of customers that leave per month, 0 to 1.</param>
    public static CustomerLifetime Of(decimal churn) => churn * MaxMonths <= 1 ? new(MaxMonths, churn * MaxMonths < 1) : new(1 / churn, false);

    /// <param name="arpa">MRR per customer.</param>
    /// <param name="margin">Gross margin, 0 to 1.</param>
    /// <returns>Gross profit of a customer over its lifetime, in the unit of <paramref name="arpa"/>.</returns>
    public decimal Value(decimal arpa, decimal margin) => arpa * margin * Months;
}
