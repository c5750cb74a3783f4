using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Limits and checks that the inputs of manual subscriptions and invoices share.</summary>
internal static class ManualInput
{
    /// <summary>Option source with the plans.</summary>
    public const string Plans = "plan";

    public const int MaxName = 200,
        MaxIntervals = 120,
        MaxQuantity = 1_000_000;

    private const int FirstYear = 1970,
        LastYear = 2199;

    private const long MaxAmount = 100_000_000_000;

    /// <returns>The start of a day in UTC; null without a day.</returns>
    public static DateTimeOffset? Start(DateOnly? day) => day is { } given ? new(given.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;

    /// <returns>Refuses an invoice that isn't open.</returns>
    public static Refusal? RefuseSettled(ManualInvoice invoice) =>
        invoice.Status switch
        {
            null => null,
            "void" => new("settled", $"{invoice} is void already."),
            _ => new("settled", $"{invoice} is paid already."),
        };

    public static Refusal? RefuseName(string name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > MaxName ? new("bad_name", $"The name needs 1 to {MaxName} characters.") : null;

    public static Refusal? RefusePrice(Money price) =>
        !Pure.Amounts.Currency.Exists(price.Currency) ? new("unknown_currency", $"The currency must be a code of ISO 4217, such as EUR.")
        : price.Amount is < 0 or > MaxAmount ? new("bad_price", $"The price must be 0 or more, and below {new Money(MaxAmount, price.Currency)}.")
        : null;

    /// <param name="today">Current day in UTC.</param>
    public static Refusal? RefuseDay(DateOnly? day, DateOnly today) =>
        RefuseYear(day) ?? (day > today ? new("in_future", $"The day can't be in the future. Today is {today} in UTC.") : null);

    public static Refusal? RefuseYear(DateOnly? day) =>
        day is { Year: < FirstYear or > LastYear } ? new("bad_day", $"The year must be {FirstYear} to {LastYear}.") : null;

    /// <summary>Refuses amounts whose sums could no longer be counted.</summary>
    public static Refusal? RefuseMonthly(Money price, PeriodUnit interval, int intervals, long quantity) =>
        new RecurringPrice(price, interval, intervals).MonthlyExact(quantity) > SubscriptionMrr.MaxAmount
            ? new("too_much", $"Price and quantity give more than {new Money((long)SubscriptionMrr.MaxAmount, price.Currency)} per month.")
            : null;

    /// <returns>MRR, rounded.</returns>
    public static Money Monthly(Money price, PeriodUnit interval, int intervals, long quantity) =>
        new(Mrr.RoundForDisplay(new RecurringPrice(price, interval, intervals).MonthlyExact(quantity)), price.Currency);
}
