using System.Text.Json;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Describes a payment method, such as <c>visa 4242</c>.</summary>
internal static class CardText
{
    /// <param name="method">A payment method, or the details of one.</param>
    /// <returns>Brand and last four digits of a card; the type of other payment methods, such as <c>sepa_debit</c>; null if there is neither.</returns>
    public static string? Of(JsonElement method) =>
        method.Text("card", "last4") is { } last ? $"{method.Text("card", "brand") ?? "card"} {last}" : method.Text("type");

    /// <returns>First day after the last month in which a card is valid; null if it isn't a card.</returns>
    public static DateOnly? EndOf(JsonElement method) =>
        (method.Whole("card", "exp_year"), method.Whole("card", "exp_month")) is ({ } year and >= 2000 and < 2200, { } month and >= 1 and <= 12)
            ? new DateOnly((int)year, (int)month, 1).AddMonths(1)
            : null;
}
