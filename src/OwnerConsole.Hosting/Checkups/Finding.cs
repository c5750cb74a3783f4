namespace OwnerConsole.Hosting.Checkups;

/// <summary>Result of a check.</summary>
/// <param name="Check">Name of the check, such as <c>disk</c>.</param>
/// <param name="ToDo">Recommended action; null if none is needed.</param>
internal sealed record Finding(string Check, FindingStatus Verdict, string Message, string? ToDo = null)
{
    public static Finding Ok(string check, string says) => new(check, FindingStatus.Ok, says);

    public static Finding Warning(string check, string says, string toDo) => new(check, FindingStatus.Warning, says, toDo);

    public static Finding Problem(string check, string says, string toDo) => new(check, FindingStatus.Problem, says, toDo);
}

internal enum FindingStatus
{
    Ok,

    /// <summary>It works, but something is misconfigured or can't be determined.</summary>
    Warning,

    /// <summary>It does not work, or acknowledged data is at risk.</summary>
    Problem,
}
