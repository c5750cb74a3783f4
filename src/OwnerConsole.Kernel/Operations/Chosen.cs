namespace OwnerConsole.Kernel.Operations;

/// <summary>To whom something is done, as it was asked for: exactly one of subjects, query, retry and selection.</summary>
/// <param name="Subjects">ids, or <c>ext:</c> and the application's own id</param>
/// <param name="Query">everything that matches now, by the filters of the list it was taken from</param>
/// <param name="Retry">a run: those of it that failed, or that it never came to</param>
/// <param name="Except">with a query: ids of those that match and are left out all the same</param>
/// <param name="Selection">what the caller had frozen before</param>
public sealed record Chosen(
    IReadOnlyList<string>? Subjects = null,
    IReadOnlyDictionary<string, string>? Query = null,
    string? Retry = null,
    IReadOnlyList<string>? Except = null,
    string? Selection = null
)
{
    public static Chosen These(params IReadOnlyList<string> subjects) => new(subjects);
}
