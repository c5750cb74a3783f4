namespace World;

/// <summary>Somebody who runs a studio, teaches in it or comes to its classes.</summary>
internal sealed record Person(string Id, string Name, string? Email, string Role, DateTimeOffset JoinedAt, DateTimeOffset? LastSeenAt)
{
    public object Report() =>
        new
        {
            id = "ext:" + Id,
            Name,
            Email,
            Role,
            JoinedAt,
            LastSeenAt,
        };
}
