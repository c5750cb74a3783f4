using System.Globalization;
using OwnerConsole.Data;

namespace OwnerConsole.Ui.Tables;

/// <summary>A column of an exported list.</summary>
/// <param name="Name">Column header, written for programs.</param>
/// <param name="Value">Returns a text, a decimal, or null for an empty cell.</param>
public sealed record FileColumn<TRow>(string Name, Func<TRow, object?> Value) : IColumn
{
    public string Title => Name;

    public string? Word { get; init; }

    public bool IsExtra { get; init; }

    public bool IsAsTyped => true;

    public IReadOnlyList<FieldClass> FieldClasses { get; init; } = [];
}

/// <summary>Formats cell values of exported files.</summary>
public static class FileCell
{
    /// <returns>The time in ISO 8601; null for never.</returns>
    public static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
