namespace OwnerConsole.Kernel.Modules;

/// <summary>Items of one kind that need attention.</summary>
/// <param name="Total">Number of all items, including those that are not listed.</param>
/// <param name="Items">The items to list, most urgent first.</param>
public sealed record AttentionList(int Total, IReadOnlyList<AttentionItem> Items)
{
    /// <summary>Number of items that a source lists when there are many of a kind.</summary>
    public const int MaxListed = 5;

    public static readonly AttentionList Empty = new(0, []);

    /// <summary>Address of the list of all items; null if all are listed.</summary>
    public string? AllAddress { get; init; }

    /// <summary>Number of things that need attention, for the badge of a page.</summary>
    public long Count => Total - Items.Count + Items.Sum(item => item.Count);

    public static AttentionList OfOne(AttentionItem? item) => item is null ? Empty : new(1, [item]);

    public static AttentionList Of(IReadOnlyList<AttentionItem> items) => new(items.Count, items);

    /// <summary>Lists the first <see cref="MaxListed"/> items and counts all of them.</summary>
    /// <param name="allAddress">Address of the list of all items.</param>
    public static AttentionList OfFirst(IReadOnlyList<AttentionItem> items, string allAddress) =>
        new(items.Count, [.. items.Take(MaxListed)]) { AllAddress = items.Count > MaxListed ? allAddress : null };
}
