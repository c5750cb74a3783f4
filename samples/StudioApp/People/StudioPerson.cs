namespace StudioApp.People;

/// <param name="Role">One of owner, coach and client.</param>
/// <param name="CanSignIn">True if the person has a password.</param>
/// <param name="SuspendedFor">Cause of the suspension; null if the person is active.</param>
public sealed record StudioPerson(
    string Id,
    string StudioId,
    string Role,
    string Name,
    string? Email,
    bool CanSignIn,
    DateTimeOffset JoinedAt,
    string? SuspendedFor
)
{
    public const string Owner = "owner",
        Coach = "coach",
        Client = "client";
}
