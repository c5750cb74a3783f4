using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Formats of Stripe's API keys and signing secrets.</summary>
public static class StripeKey
{
    private const int MaxLength = 255;

    /// <summary>Whether the key is a restricted one, which can do only what its permissions allow.</summary>
    public static bool IsRestricted(string key) => key.StartsWith("rk_", StringComparison.Ordinal);

    public static bool IsSigningSecret(string secret) => secret.StartsWith("whsec_", StringComparison.Ordinal) && IsToken(secret);

    /// <returns>Why the key can't be used in this mode; null if it can.</returns>
    public static Refusal? FindProblem(string key, Mode mode) =>
        key switch
        {
            _ when key.StartsWith("pk_", StringComparison.Ordinal) => new(
                "publishable_key",
                $"This is a publishable key, which can't read your account. Create a restricted key in Stripe."
            ),
            _ when !IsToken(key) || (!IsOf(key, Mode.Live) && !IsOf(key, Mode.Test)) => new(
                "bad_api_key",
                $"The API key must start with rk_live_ or rk_test_. Secret keys (sk_…) work too, but can do everything in your account."
            ),
            _ when !IsOf(key, mode) => new("wrong_mode", $"This key belongs to the other mode. Select its mode, or enter a key of the selected one."),
            _ => null,
        };

    /// <summary>Whether the key belongs to this mode.</summary>
    public static bool IsOf(string key, Mode mode) =>
        key.StartsWith($"rk_{mode.ToText()}_", StringComparison.Ordinal) || key.StartsWith($"sk_{mode.ToText()}_", StringComparison.Ordinal);

    private static bool IsToken(string text) => text.Length is >= 16 and <= MaxLength && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
