using OwnerConsole.Data;

namespace OwnerConsole.Ui.Tables;

/// <summary>Columns and density of a table, read from its address.</summary>
public sealed class TableOptions(ListAddress? address)
{
    /// <summary>Value for no columns, because an address without the parameter shows the default columns.</summary>
    public const string None = "-";

    public const string Compact = "compact";

    private readonly HashSet<string> _chosen = [.. address?.All(ListAddress.Columns) ?? []];

    public bool IsCompact => address?[ListAddress.Density] == Compact;

    public bool Shows(IColumn column) =>
        !HiddenFields.HasAny(column.FieldClasses) && (column.Word is not { } word || (_chosen.Count == 0 ? !column.IsExtra : _chosen.Contains(word)));
}
