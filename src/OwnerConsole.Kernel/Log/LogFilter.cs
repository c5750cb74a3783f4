using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Log;

/// <summary>Filter for lines of the log; omitted criteria match all lines.</summary>
public sealed record LogFilter
{
    /// <summary>Ids of actors; matches any of them.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>Name of an operation, such as <c>tenant.suspend</c>.</summary>
    public string? Operation { get; init; }

    public string? TenantId { get; init; }

    /// <summary>Id of the subject; a member's id selects that member's timeline.</summary>
    public string? Subject { get; init; }

    /// <summary>Ids of several member records of one person; matches any of them.</summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    public LogOutcome? Outcome { get; init; }

    public LogKind? Kind { get; init; }

    /// <summary>Start time, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End time, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Matches of a search text, see <see cref="TextMentions.Find"/>; matches any of them.</summary>
    public TextMentions? Mentions { get; init; }

    /// <summary>Last position to include: the log as it was then.</summary>
    public long? Until { get; init; }

    /// <summary>Mode that the caller's key is bound to; null for all.</summary>
    public Mode? Mode { get; init; }

    /// <inheritdoc cref="Caller.OnlyTenant"/>
    public string? OnlyTenant { get; init; }

    /// <summary>Everything visible to the caller.</summary>
    public static LogFilter For(Caller caller) => new() { Mode = caller.Mode, OnlyTenant = caller.OnlyTenant };
}

/// <summary>Kind of line: a run, its undo, a report, or an entry of the console itself.</summary>
public enum LogKind
{
    Run,
    Undo,
    Intake,
    System,
}

/// <summary>Outcome; the last three concern the run itself.</summary>
public enum LogOutcome
{
    Done,
    Refused,
    Skipped,
    Failed,
    Waiting,
    Asked,
    Approved,
    Stopped,
}
