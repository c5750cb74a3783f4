namespace OwnerConsole.Kernel.Outbound;

/// <summary>Addresses of vendors' APIs.</summary>
/// <param name="Stripe">Replaced by tests, and by a demo without a Stripe account.</param>
public sealed record VendorAddresses(Uri Stripe)
{
    public static readonly VendorAddresses Public = new(new Uri("https://api.stripe.com"));
}
