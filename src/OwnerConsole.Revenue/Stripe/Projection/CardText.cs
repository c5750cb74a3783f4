using System.Text.Json;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Describes a payment method, such as <c>visa 4242</c>.</summary>
internal static class CardText
{
    /// <param name="method">A payment method, or the details of one.</param>
    /// <returns>Brand and last four digits of a card; the type of other payment methods, such as <c>sepa_debit</c>; null if there is neither.</returns>
    public static string? Of(JsonElement method) =>
        method.Text("card", "last4") is { } last ? $"{method.Text("card", "brand") ?? "card"} {last}" : method.Text("type");
}
