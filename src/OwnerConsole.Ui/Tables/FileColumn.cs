using System.Globalization;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Ui.Tables;

/// <summary>A column of a list in a file.</summary>
/// <param name="Name">at its head, for programs</param>
/// <param name="Value">a text, a decimal, or null for an empty cell</param>
public sealed record FileColumn<TRow>(string Name, Func<TRow, object?> Value) : IColumn
{
    public string Title => Name;

    public string? Word { get; init; }

    public bool IsExtra { get; init; }

    public bool IsAsTyped => true;

    public IReadOnlyList<FieldClass> Of { get; init; } = [];
}

/// <summary>What cells of files are.</summary>
public static class FileCell
{
    /// <returns>as programs read it; null for never</returns>
    public static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
