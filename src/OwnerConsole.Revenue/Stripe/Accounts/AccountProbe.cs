using System.Net;
using System.Text.Json;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Reads the account that a key belongs to, and finds what the key can't read.</summary>
public static class AccountProbe
{
    /// <summary>What the console reads, by the name of the permission in Stripe's form for restricted keys.</summary>
    public static readonly IReadOnlyList<(string Permission, string Path)> Reads =
    [
        ("Charges and Refunds", "/v1/charges"),
        ("Checkout Sessions", "/v1/checkout/sessions"),
        ("Coupons", "/v1/coupons"),
        ("Credit notes", "/v1/credit_notes"),
        ("Customers", "/v1/customers"),
        ("Disputes", "/v1/disputes"),
        ("Events", "/v1/events"),
        ("Invoices", "/v1/invoices"),
        ("PaymentIntents", "/v1/payment_intents"),
        ("Prices", "/v1/prices"),
        ("Products", "/v1/products"),
        ("Subscriptions", "/v1/subscriptions"),
    ];

    /// <exception cref="StripeException">The key is invalid, or Stripe can't be reached.</exception>
    public static async Task<StripeAccount> Read(StripeClient client, CancellationToken stop)
    {
        var answer = await client.RawRequestAsync(HttpMethod.Get, "/v1/account", null, new(), stop);
        var account = JsonSerializer.Deserialize<JsonElement>(answer.Content);
        var missing = new List<string>();
        foreach (var (permission, path) in Reads)
            if (!await CanRead(client, path, stop))
                missing.Add(permission);
        return new(
            account.GetProperty("id").GetString()!, // Stripe's schema requires it
            NameOf(account),
            Text(account, "country"),
            Text(account, "default_currency"),
            missing
        );
    }

    private static async Task<bool> CanRead(StripeClient client, string path, CancellationToken stop)
    {
        try
        {
            await client.RawRequestAsync(HttpMethod.Get, path + "?limit=1", null, new(), stop);
            return true;
        }
        catch (StripeException refused) when (refused.HttpStatusCode is HttpStatusCode.Forbidden)
        {
            return false;
        }
    }

    private static string? NameOf(JsonElement account) =>
        account.TryGetProperty("settings", out var settings)
        && settings.ValueKind is JsonValueKind.Object
        && settings.TryGetProperty("dashboard", out var dashboard)
        && Text(dashboard, "display_name") is { Length: > 0 } shown
            ? shown
        : account.TryGetProperty("business_profile", out var profile) && profile.ValueKind is JsonValueKind.Object ? Text(profile, "name")
        : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}

/// <summary>The account that a key belongs to.</summary>
/// <param name="Currency">Default currency in lower case, as Stripe writes it.</param>
/// <param name="MissingPermissions">What the key can't read.</param>
public sealed record StripeAccount(string AccountId, string? Name, string? Country, string? Currency, IReadOnlyList<string> MissingPermissions);
