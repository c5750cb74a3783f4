using System.Text.Json;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tenants.Impersonation.Public;

/// <summary>For whoever says what an application keeps: it knows by the published keys that it was said here, and as it was.</summary>
public sealed class ConsoleSignature(ImpersonationKeys keys)
{
    /// <summary>The published keys hold so long after the last use of one.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <param name="type">what they are for, such as <c>entitlements+jwt</c></param>
    /// <param name="claims">each a JSON object</param>
    /// <returns>tokens of these claims, in their order</returns>
    public async Task<IReadOnlyList<string>> Sign(string type, IEnumerable<JsonElement> claims, CancellationToken stop)
    {
        var (id, key) = await keys.Signing(stop);
        using (key)
            return [.. claims.Select(one => SignedToken.Sign(key, id, one, type))];
    }
}
