namespace StudioApp.Studios;

/// <param name="SuspendedFor">the cause; null while it is open</param>
public sealed record Studio(
    string Id,
    string Name,
    string? ContactEmail,
    string Plan,
    DateTimeOffset? TrialEndsAt,
    DateTimeOffset OpenedAt,
    string? SuspendedFor
);
