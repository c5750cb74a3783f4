namespace OwnerConsole.Revenue.Analytics.Policies;

/// <summary>A tool whose way to count MRR is compared with ours.</summary>
public enum PolicyConvention
{
    Stripe,
    Chartmogul,
}
