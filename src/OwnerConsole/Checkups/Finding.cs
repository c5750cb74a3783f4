namespace OwnerConsole.Checkups;

/// <summary>What one look has found.</summary>
/// <param name="Check">a word or two, such as <c>disk</c></param>
/// <param name="ToDo">null where there is nothing to do</param>
internal sealed record Finding(string Check, Verdict Verdict, string Says, string? ToDo = null)
{
    public static Finding Ok(string check, string says) => new(check, Verdict.Ok, says);

    public static Finding Warning(string check, string says, string toDo) => new(check, Verdict.Warning, says, toDo);

    public static Finding Problem(string check, string says, string toDo) => new(check, Verdict.Problem, says, toDo);
}

internal enum Verdict
{
    Ok,

    /// <summary>It works; something is not as it should be, or can't be told.</summary>
    Warning,

    /// <summary>It does not work, or what was acknowledged is in danger.</summary>
    Problem,
}
