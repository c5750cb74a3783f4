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
    public static Refusal? RefuseDay(DateOnly? day, DateOnly today) => day > today ? new("in_future", $"The first day can't be in the future.") : null;

    /// <returns>MRR, rounded.</returns>
    public static Money Monthly(Money price, PeriodUnit interval, int intervals, long quantity) =>
        new(Mrr.RoundForDisplay(new RecurringPrice(price, interval, intervals).MonthlyExact(quantity)), price.Currency);
}
