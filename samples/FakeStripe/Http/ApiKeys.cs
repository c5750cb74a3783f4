using System.Text;
using Microsoft.AspNetCore.Http;

namespace FakeStripe.Http;

/// <summary>Accepts the account's keys as bearer token or basic user name.</summary>
internal sealed class ApiKeys(FakeStripeOptions options)
{
    /// <exception cref="StripeError">401 for a missing or unknown key, 403 for a missing permission.</exception>
    public void Check(HttpRequest request)
    {
        var key = Key(request.Headers.Authorization.ToString());
        if (key is null)
            throw new StripeError(401, "invalid_request_error", "You did not provide an API key.");
        if (!options.Keys.TryGetValue(key, out var refused))
            throw new StripeError(401, "invalid_request_error", $"Invalid API Key provided: {Masked(key)}");
        var resource = Resource(request.Path.Value!);
        var isRead = HttpMethods.IsGet(request.Method);
        if (refused.Contains(resource) || (!isRead && refused.Contains(resource + ".write")))
            throw new StripeError(
                403,
                "invalid_request_error",
                $"The provided key '{Masked(key)}' does not have the required permissions for this endpoint on account '{options.AccountId}'. "
                    + $"Having the 'rak_{resource.TrimEnd('s')}_{(isRead ? "read" : "write")}' permission would allow this request to continue."
            );
    }

    private static string? Key(string authorization)
    {
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return authorization["Bearer ".Length..].Trim();
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var buffer = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization["Basic ".Length..].Trim(), buffer, out var length)
            ? Encoding.UTF8.GetString(buffer, 0, length).Split(':')[0]
            : null;
    }

    /// <returns><c>customers</c> for /v1/customers/cus_1, <c>checkout_sessions</c> for /v1/checkout/sessions.</returns>
    private static string Resource(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [_, ("checkout" or "billing_portal" or "test_helpers" or "billing" or "entitlements") and var area, var name, ..] => $"{area}_{name}",
            [_, var name, ..] => name,
            _ => "",
        };

    private static string Masked(string key) => key.Length <= 12 ? "***" : $"{key[..8]}***{key[^4..]}";
}
