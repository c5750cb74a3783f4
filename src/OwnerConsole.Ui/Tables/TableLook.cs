using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Ui.Tables;

/// <summary>How a table is looked at, as its address says.</summary>
public sealed class TableLook(ListAddress? address)
{
    /// <summary>Stands for no column: an address without any column shows the usual ones.</summary>
    public const string None = "-";

    public const string Compact = "compact";

    private readonly HashSet<string> _chosen = [.. address?.All(ListAddress.Columns) ?? []];

    public bool IsCompact => address?[ListAddress.Density] == Compact;

    public bool Shows(IColumn column) =>
        !Hidden.HasAny(column.Of) && (column.Word is not { } word || (_chosen.Count == 0 ? !column.IsExtra : _chosen.Contains(word)));
}
