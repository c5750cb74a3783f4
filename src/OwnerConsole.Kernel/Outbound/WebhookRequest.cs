using System.Globalization;

namespace OwnerConsole.Kernel.Outbound;

/// <summary>Creates requests that send a signed message to a webhook.</summary>
/// <remarks>Source: Standard Webhooks 1.0.0.</remarks>
public static class WebhookRequest
{
    /// <param name="url">URL that receives the message.</param>
    /// <param name="id">ID of the message, the same in all attempts.</param>
    /// <param name="at">Time of the signature.</param>
    /// <param name="body">Exactly the bytes that were signed, as JSON.</param>
    /// <param name="signature">One or more signatures, separated by spaces.</param>
    /// <returns>The request, which the caller disposes.</returns>
    public static HttpRequestMessage Create(string url, string id, DateTimeOffset at, byte[] body, string signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signature);
        return request;
    }
}
