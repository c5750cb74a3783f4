using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Rules for creating, rotating and restoring API keys.</summary>
internal static class KeyGrantPolicy
{
    /// <param name="hasCeiling">Whether the caller has a ceiling, which the key would bypass.</param>
    /// <returns>Whether the caller has all permissions of the key, for the same data.</returns>
    public static bool CanGrantKey(this OperationCatalogue catalogue, Caller giver, bool hasCeiling, IReadOnlyList<string> scopes, Mode mode) =>
        !hasCeiling && (giver.Mode ?? mode) == mode && catalogue.CanGrant(giver, scopes, []);
}
