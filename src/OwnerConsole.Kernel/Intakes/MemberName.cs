using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Whom an event says that it is of. Programs send texts that name no one; no person is made of them.</summary>
internal static class MemberName
{
    public const int Longest = 200;

    private static readonly HashSet<string> s_placeholders = new(
        ["undefined", "null", "none", "nil", "nan", "0", "[object object]"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <returns>the id as it was sent; null for a blank one and for what languages write in place of a missing value</returns>
    public static string? Of(string? sent) => Blank.Is(sent) || s_placeholders.Contains(sent!.Trim()) ? null : sent;
}
