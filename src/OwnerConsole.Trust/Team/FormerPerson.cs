namespace OwnerConsole.Trust.Team;

/// <summary>Somebody who has left the team, of whom the log still speaks.</summary>
/// <param name="OpenedBy">the run that removed them</param>
public sealed record FormerPerson(string Id, string Name, string Email, string OpenedBy, DateTimeOffset OpenedAt);
