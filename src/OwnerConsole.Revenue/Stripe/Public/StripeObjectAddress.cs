namespace OwnerConsole.Revenue.Stripe.Public;

/// <summary>Addresses of the pages of copied objects.</summary>
public static class StripeObjectAddress
{
    public const string Path = "/stripe/objects";

    /// <param name="id">Stripe's ID of the object.</param>
    public static string Of(string id) => $"{Path}/{Uri.EscapeDataString(id)}";
}
