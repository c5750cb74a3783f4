namespace OwnerConsole.Trust.Team;

/// <summary>A former team member.</summary>
/// <param name="OpenedBy">Run that removed them.</param>
public sealed record FormerPerson(string Id, string Name, string Email, string OpenedBy, DateTimeOffset OpenedAt);
