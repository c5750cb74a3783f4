using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>A browser session at one of three stages: password accepted (code), link used (enrol), or signed in (open).</summary>
/// <param name="UserId">Null while the first owner sets up an authenticator.</param>
/// <param name="Pending">Data of a pending setup, such as an authenticator key that no code has proved yet.</param>
public sealed record Session(string Id, SessionStage Stage, string? UserId, byte[]? Pending, string? Name, string? Email, IReadOnlyList<string>? Grants)
{
    /// <summary>The person's permissions have changed, so the session must get a new secret.</summary>
    public bool Rotates { get; init; }

    /// <summary>The person has confirmed their identity within <see cref="Sessions.ProofLifetime"/>.</summary>
    public bool IsProved { get; init; }

    /// <summary>Query of the segment that the person's role is limited to; null for all tenants.</summary>
    public string? Segment { get; init; }

    /// <summary>Classes of fields that are hidden from the person's role.</summary>
    public IReadOnlyList<string> Hides { get; init; } = [];

    /// <returns>The session of the requesting browser; null for API keys and for visitors without a session.</returns>
    public static Session? Of(HttpContext context) => context.Items[typeof(Session)] as Session;
}

/// <summary>Progress of a sign-in.</summary>
public enum SessionStage
{
    Code,
    Enrol,
    Open,
}
