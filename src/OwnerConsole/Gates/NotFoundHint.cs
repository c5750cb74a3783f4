using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Explains a not-found response to programs based only on the request and the key, so it never reveals whether a record exists.</summary>
internal static class NotFoundHint
{
    private const int MaxShownLength = 204;

    /// <param name="asked">ID in the request.</param>
    public static string Of(string asked, Problem missing, Caller? caller) =>
        (missing.What is { } what && asked.Length is > 0 and <= MaxShownLength ? $"No {what} has the id \"{asked}\"." : missing.Message)
        + (missing.What is "tenant" or "member" && IsOwn(asked) ? $" Your own IDs start with ext:. Did you mean ext:{asked}?" : "")
        + (
            missing.What is "member" && asked.StartsWith("ext:", StringComparison.Ordinal)
                ? " Your own ID of a member is unique only within its tenant. Here, send the mbr_… ID from GET /api/v1/tenants/ext:…/members."
                : ""
        )
        + (missing.What is "preview" ? " Previews that were not run are deleted after a day. Create a new one." : "")
        + (caller is { Kind: CallerKind.Key, Mode: Mode.Test } ? " This is a test key: it can access only test data." : "");

    /// <summary>True if the ID has neither a prefix of the console nor the prefix of an application's ID.</summary>
    private static bool IsOwn(string asked) =>
        asked.Length is > 0 and <= MaxShownLength
        && !asked.StartsWith("ext:", StringComparison.Ordinal)
        && !(asked.Length > 4 && asked[3] == '_' && asked[..3].All(char.IsAsciiLetterLower));
}
