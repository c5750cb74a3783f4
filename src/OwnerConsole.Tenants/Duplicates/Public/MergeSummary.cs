using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates.Public;

/// <summary>Compares the values of two records that are merged, for the form of the merge.</summary>
public static class MergeSummary
{
    private const string Nothing = "–";

    /// <param name="label">Name of the field.</param>
    /// <param name="source">Record that the value comes from.</param>
    /// <param name="merged">Value of the merged record; null if it has none.</param>
    /// <param name="kept">Value of the record to keep; null if it has none.</param>
    /// <returns>The line; null if both records have the same value.</returns>
    public static SummaryLine? Of(string label, MergeSource source, string? merged, string? kept) =>
        merged == kept ? null
        : source is MergeSource.Merged ? new(label, kept ?? Nothing, merged ?? Nothing)
        : new(label, kept ?? Nothing, $"{kept ?? Nothing} (instead of {merged ?? Nothing})");
}
