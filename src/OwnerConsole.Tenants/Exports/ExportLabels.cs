using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Plain words for the tables, columns and values of an export.</summary>
internal static class ExportLabels
{
    /// <param name="table">Name of a table with its schema, or of a list of an export.</param>
    /// <returns>Title of its section: <c>Sessions</c>, or with the part of the product <c>Privacy: requests</c>.</returns>
    public static string Section(string table)
    {
        var dot = table.IndexOf('.', StringComparison.Ordinal);
        var (schema, name) = dot < 0 ? ("core", table) : (table[..dot], table[(dot + 1)..]);
        return schema == "core" || schema == name ? Capitalize(name) : $"{Capitalize(schema)}: {Spaced(name)}";
    }

    /// <returns>Label of a column: <c>External ID</c>.</returns>
    public static string Column(string name) => Capitalize(name);

    /// <returns>The value for people; null if it is empty. Times are in UTC.</returns>
    public static string? Value(JsonProperty cell) =>
        cell.Value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.True => "Yes",
            JsonValueKind.False => "No",
            JsonValueKind.String when IsTime(cell.Name) && cell.Value.TryGetDateTimeOffset(out var at) => Time(at),
            JsonValueKind.String => string.IsNullOrWhiteSpace(cell.Value.GetString()) ? null : cell.Value.GetString(),
            _ => cell.Value.GetRawText(),
        };

    /// <returns>The time in UTC.</returns>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static bool IsTime(string column) => column == "at" || column.EndsWith("_at", StringComparison.Ordinal);

    private static string Capitalize(string name)
    {
        var words = Spaced(name);
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string Spaced(string name) =>
        name == "id" ? "ID"
        : name.EndsWith("_id", StringComparison.Ordinal) ? name[..^3].Replace('_', ' ') + " ID"
        : name.Replace('_', ' ');
}
