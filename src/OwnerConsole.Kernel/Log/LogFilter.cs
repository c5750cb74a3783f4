using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Log;

/// <summary>Which lines of the log are meant; what is left out is not asked about.</summary>
public sealed record LogFilter
{
    /// <summary>Ids of who did it; any of them.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>An operation's name, <c>tenant.suspend</c>.</summary>
    public string? Operation { get; init; }

    public string? TenantId { get; init; }

    /// <summary>The id of what it was done to: a member's makes the timeline of a person.</summary>
    public string? Subject { get; init; }

    /// <summary>Ids of members who are one person, when they have several records; any of them.</summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    public LogOutcome? Outcome { get; init; }

    public LogKind? Kind { get; init; }

    /// <summary>At this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What a text means, see <see cref="Mentions.Find"/>: any of it.</summary>
    public Mentions? Mentions { get; init; }

    /// <summary>Nothing after this place in the order: the log as it stood then.</summary>
    public long? Until { get; init; }

    /// <summary>What the caller's key is bound to; null for all.</summary>
    public Population? Population { get; init; }

    /// <inheritdoc cref="Caller.OnlyTenant"/>
    public string? OnlyTenant { get; init; }

    /// <summary>Everything that the caller may see.</summary>
    public static LogFilter For(Caller caller) => new() { Population = caller.Population, OnlyTenant = caller.OnlyTenant };
}

/// <summary>What a line is about: something decided, its undo, something reported, or the console's own.</summary>
public enum LogKind
{
    Run,
    Undo,
    Intake,
    System,
}

/// <summary>What became of it; the last three are about a run itself.</summary>
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
