using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Identities;

/// <summary>A browser that has shown something: a password (code), a link (enrol), or all that is asked (open).</summary>
/// <param name="UserId">null while the first owner sets up an authenticator</param>
/// <param name="Pending">what is being set up: the key of an authenticator that no code has proved yet</param>
public sealed record Session(string Id, SessionStage Stage, string? UserId, byte[]? Pending, string? Name, string? Email, IReadOnlyList<string>? Grants)
{
    /// <summary>What its person may do has changed: it is to get another secret.</summary>
    public bool Rotates { get; init; }

    /// <summary>Its person has confirmed who they are within the last <see cref="Sessions.ProofLifetime"/>.</summary>
    public bool IsProved { get; init; }

    /// <summary>The words of the one that the person's role is limited to; null for all tenants.</summary>
    public string? Segment { get; init; }

    /// <summary>Classes of fields that the person's role hides.</summary>
    public IReadOnlyList<string> Hides { get; init; } = [];

    /// <returns>that of the browser which asks; null for a key and for who has shown nothing yet</returns>
    public static Session? Of(HttpContext context) => context.Items[typeof(Session)] as Session;
}

/// <summary>How far a browser has come.</summary>
public enum SessionStage
{
    Code,
    Enrol,
    Open,
}
