namespace World;

/// <summary>A person of a studio: its owner, a coach or a client.</summary>
internal sealed record SimPerson(string Id, string Name, string? Email, string Role, DateTimeOffset JoinedAt, DateTimeOffset? LastSeenAt)
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
