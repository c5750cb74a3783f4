namespace OwnerConsole.Kernel.Operations;

/// <summary>Requested targets of an operation: exactly one of subjects, query, retry and selection.</summary>
/// <param name="Subjects">Ids, or <c>ext:</c> followed by the application's own id.</param>
/// <param name="Query">All current matches of these list filters.</param>
/// <param name="Retry">Id of a run whose failed and unprocessed subjects are targeted.</param>
/// <param name="Except">With a query: ids of matches to exclude.</param>
/// <param name="Selection">Id of a selection that the caller froze before.</param>
public sealed record TargetSelection(
    IReadOnlyList<string>? Subjects = null,
    IReadOnlyDictionary<string, string>? Query = null,
    string? Retry = null,
    IReadOnlyList<string>? Except = null,
    string? Selection = null
)
{
    public static TargetSelection Of(params IReadOnlyList<string> subjects) => new(subjects);
}
