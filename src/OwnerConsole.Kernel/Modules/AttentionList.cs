namespace OwnerConsole.Kernel.Modules;

/// <summary>Items of one kind that need attention.</summary>
/// <param name="Total">Number of all items, including those that are not listed.</param>
/// <param name="Items">The items to list, most urgent first.</param>
public sealed record AttentionList(int Total, IReadOnlyList<AttentionItem> Items)
{
    /// <summary>Number of items that a source lists when there are many of a kind.</summary>
    public const int MaxListed = 5;

    public static readonly AttentionList Empty = new(0, []);

    /// <summary>Link to the list of all items, such as "All 12 trials that end soon"; null if all are listed.</summary>
    public (string Label, string Address)? All { get; init; }

    /// <summary>Number of things that need attention, for the badge of a page.</summary>
    public long Count => Total - Items.Count + Items.Sum(item => item.Count);

    public static AttentionList OfOne(AttentionItem? item) => item is null ? Empty : new(1, [item]);

    public static AttentionList Of(IReadOnlyList<AttentionItem> items) => new(items.Count, items);

    /// <summary>Lists the first <see cref="MaxListed"/> items and counts all of them.</summary>
    /// <param name="kind">Name of the items in the plural.</param>
    /// <param name="address">Address of the list of all items.</param>
    public static AttentionList OfFirst(IReadOnlyList<AttentionItem> items, string kind, string address) =>
        OfFirst([.. items.Take(MaxListed)], items.Count, kind, address);

    /// <inheritdoc cref="OfFirst(IReadOnlyList{AttentionItem}, string, string)"/>
    public static AttentionList OfFirst(IReadOnlyList<AttentionItem> listed, int total, string kind, string address) =>
        new(total, listed) { All = total > listed.Count ? ($"Show all {total} {kind}", address) : null };
}
