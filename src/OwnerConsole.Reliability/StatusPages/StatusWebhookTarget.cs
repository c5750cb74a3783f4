using System.Security.Cryptography;
using System.Text.Json.Serialization;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Where webhooks of a subscription are sent.</summary>
/// <param name="Url">URL that receives them.</param>
/// <param name="Secret">Secret that signs them.</param>
internal sealed record StatusWebhookTarget(string Url, string Secret)
{
    /// <summary>Host of the URL, which the team can see.</summary>
    [JsonIgnore]
    public string Host => new Uri(Url).Host;

    /// <param name="url">A valid URL.</param>
    public static StatusWebhookTarget Create(string url) =>
        new(url, StandardWebhook.CreateSecret(RandomNumberGenerator.GetBytes(StandardWebhook.SecretLength)));
}
