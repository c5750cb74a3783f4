using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Why a program finds nothing by an id, as far as its key alone says it: nothing here tells whether anything exists.</summary>
internal static class NotFoundHint
{
    private const int LongestShown = 204;

    /// <param name="asked">the id that was named</param>
    public static string Of(string asked, Problem missing, Caller? caller) =>
        (missing.What is { } what && asked.Length is > 0 and <= LongestShown ? $"No {what} has the id \"{asked}\"." : missing.Message)
        + (missing.What is "tenant" or "member" && IsOwn(asked) ? $" Your own ids start with ext: — did you mean ext:{asked}?" : "")
        + (caller is { Kind: CallerKind.Key, Population: Population.Demo } ? " This is a test key: it finds test data only." : "");

    /// <summary>Neither one of ours nor marked as one of the application's.</summary>
    private static bool IsOwn(string asked) =>
        asked.Length is > 0 and <= LongestShown
        && !asked.StartsWith("ext:", StringComparison.Ordinal)
        && !(asked.Length > 4 && asked[3] == '_' && asked[..3].All(char.IsAsciiLetterLower));
}
