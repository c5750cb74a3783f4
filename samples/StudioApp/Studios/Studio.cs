namespace StudioApp.Studios;

/// <param name="SuspendedFor">Cause of the suspension; null if the studio is active.</param>
public sealed record Studio(
    string Id,
    string Name,
    string? ContactEmail,
    string Plan,
    DateTimeOffset? TrialEndsAt,
    DateTimeOffset OpenedAt,
    string? SuspendedFor
);
