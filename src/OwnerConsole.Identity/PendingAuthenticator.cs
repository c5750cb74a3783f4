using System.Text.Json;

namespace OwnerConsole.Identity;

/// <summary>A new authenticator that no code has proved yet, stored encrypted in the session.</summary>
/// <param name="Key">Key of the authenticator, as raw bytes.</param>
/// <param name="Until">End of the identity confirmation that allowed it.</param>
internal sealed record PendingAuthenticator(byte[] Key, DateTimeOffset Until)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <returns>Null if the session has none.</returns>
    public static PendingAuthenticator? Of(Session session)
    {
        try
        {
            return session is { Stage: SessionStage.Open, Pending: { } pending } ? JsonSerializer.Deserialize<PendingAuthenticator>(pending) : null;
        }
        catch (JsonException)
        {
            return null; // stored by a release that kept only the key
        }
    }
}
