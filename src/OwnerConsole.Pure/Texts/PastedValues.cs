namespace OwnerConsole.Pure.Texts;

/// <summary>Reads lists of IDs or email addresses that people paste from a sheet or an email.</summary>
public static class PastedValues
{
    private static readonly char[] s_separators = ['\n', '\r', '\t', ',', ';'];

    /// <param name="text">Values on lines, or separated by commas, semicolons or tabs; null for none.</param>
    /// <returns>The values in their order, each once, without surrounding spaces, quotes or angle brackets; empty without values. IDs can differ in case only.</returns>
    public static IReadOnlyList<string> Split(string? text) =>
        [
            .. (text ?? "")
                .Split(s_separators, StringSplitOptions.RemoveEmptyEntries)
                .Select(value => value.Trim().Trim('"', '\'', '<', '>').Trim())
                .Where(value => value.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
}
