using System.Globalization;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Encodes parameters of a request to Stripe.</summary>
internal static class StripeForm
{
    public static string Encode(IEnumerable<(string Name, string Value)> fields) =>
        string.Join(
            '&',
            fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"))
        );
}
