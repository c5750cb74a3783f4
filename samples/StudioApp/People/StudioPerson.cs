namespace StudioApp.People;

/// <param name="Role">One of owner, coach and client.</param>
/// <param name="CanSignIn">True if the person has a password.</param>
public sealed record StudioPerson(string Id, string StudioId, string Role, string Name, string? Email, bool CanSignIn, DateTimeOffset JoinedAt)
{
    public const string Owner = "owner",
        Coach = "coach",
        Client = "client";
}
