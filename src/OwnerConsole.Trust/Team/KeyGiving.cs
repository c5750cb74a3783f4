using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Who may hand out a key, show its new text, or bring it back.</summary>
internal static class KeyGiving
{
    /// <param name="hasCeiling">the giver has one, and the key would get around it</param>
    /// <returns>whether the giver may all that the key may, on the same data</returns>
    public static bool MayGiveKey(this Catalogue catalogue, Caller giver, bool hasCeiling, IReadOnlyList<string> scopes, Population population) =>
        !hasCeiling && (giver.Population ?? population) == population && catalogue.MayGive(giver, scopes, []);
}
