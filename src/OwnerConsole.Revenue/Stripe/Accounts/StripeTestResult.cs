using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Result of testing an API key without saving it.</summary>
/// <param name="Error">Why the key can't be used; null if it can.</param>
/// <param name="AccountId">acct_… of the account; null with an error.</param>
/// <param name="AccountName">Name of the Stripe account.</param>
/// <param name="ApiVersion">Version of Stripe's API that requests are sent with.</param>
/// <param name="IsRestricted">False for a secret key, which can do everything in the account.</param>
/// <param name="MissingPermissions">What the key can't read, by the names in Stripe's form for restricted keys.</param>
public sealed record StripeTestResult(
    string? Error,
    string? AccountId,
    string? AccountName,
    Mode Mode,
    string ApiVersion,
    bool IsRestricted,
    IReadOnlyList<string> MissingPermissions
)
{
    /// <summary>Whether the key works and has all permissions.</summary>
    public bool IsGood => Error is null && MissingPermissions.Count == 0;

    public static StripeTestResult Failed(Mode mode, string error) => new(error, null, null, mode, StripeConnection.ApiVersion, false, []);
}
