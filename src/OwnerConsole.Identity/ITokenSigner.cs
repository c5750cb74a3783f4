using System.Text.Json;

namespace OwnerConsole.Identity;

/// <summary>Signs claims, so that an application can verify with the published keys that they come from this console and are unchanged.</summary>
public interface ITokenSigner
{
    /// <summary>Public keys stay published for this long after their last use.</summary>
    static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    /// <param name="type">Type of the tokens, such as <c>entitlements+jwt</c>.</param>
    /// <param name="claims">Claims of each token, as a JSON object.</param>
    /// <returns>One token per set of claims, in the same order.</returns>
    Task<IReadOnlyList<string>> Sign(string type, IEnumerable<JsonElement> claims, CancellationToken stop);
}
