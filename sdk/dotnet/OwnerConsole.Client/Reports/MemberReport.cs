namespace OwnerConsole.Client;

/// <summary>What the owner should know of a person of a tenant.</summary>
public sealed record MemberReport
{
    public Said<string?> Name { get; init; }

    public Said<string?> Email { get; init; }

    /// <summary>In your words, such as <c>coach</c>.</summary>
    public Said<string?> Role { get; init; }

    /// <summary><c>#U</c> and nine digits; the console gives one when it is left out.</summary>
    public Said<string?> SupportNumber { get; init; }

    public Said<DateTimeOffset?> LastSeenAt { get; init; }

    public Said<DateTimeOffset?> JoinedAt { get; init; }

    /// <summary>When the person left; null for a person who belongs to the tenant. Who has left doesn't count among the members.</summary>
    public Said<DateTimeOffset?> LeftAt { get; init; }
}
