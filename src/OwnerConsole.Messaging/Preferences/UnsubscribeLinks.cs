using System.Buffers.Text;
using System.Text;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Links by which members choose what they receive, without a sign-in. A link is for one member and topic, doesn't expire, and reveals nothing.</summary>
public sealed class UnsubscribeLinks(PreferenceKey key)
{
    internal const string Path = "/unsubscribe";

    private const string Kind = "unsubscribe";

    private const int MaxLength = 1_000;

    /// <param name="console">URL of this console without a trailing slash.</param>
    /// <param name="topic">Key of the topic that one click ends.</param>
    public async Task<string> Create(string console, string tenantId, string memberId, string topic, CancellationToken stop)
    {
        var secret = await key.Get(stop);
        return $"{console}{Path}/{Base64Url.EncodeToString(secret.Encrypt(Kind, "", Encoding.UTF8.GetBytes($"{tenantId} {memberId} {topic}")))}";
    }

    /// <returns>Null when the token was not created here.</returns>
    internal async Task<LinkTarget?> Read(string token, CancellationToken stop)
    {
        if (token.Length > MaxLength || !Base64Url.IsValid(token))
            return null;
        var box = Base64Url.DecodeFromChars(token);
        try
        {
            return Encoding.UTF8.GetString((await key.Get(stop)).Decrypt(Kind, "", box)).Split(' ') is [var tenant, var member, var topic]
                ? new(tenant, member, topic)
                : null;
        }
        catch (SecretException)
        {
            return null;
        }
    }

    /// <param name="Topic">Key of the topic.</param>
    internal sealed record LinkTarget(string TenantId, string MemberId, string Topic);
}
