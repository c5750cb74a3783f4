namespace OwnerConsole.Kernel.Operations;

/// <summary>To whom something is done, as it was asked for: exactly one of the three.</summary>
/// <param name="Subjects">ids, or <c>ext:</c> and the application's own id</param>
/// <param name="Query">everything that matches now, by the filters of the list it was taken from</param>
/// <param name="Retry">a run: those of it that failed, or that it never came to</param>
public sealed record Chosen(IReadOnlyList<string>? Subjects = null, IReadOnlyDictionary<string, string>? Query = null, string? Retry = null)
{
    public static Chosen These(params IReadOnlyList<string> subjects) => new(subjects);
}
