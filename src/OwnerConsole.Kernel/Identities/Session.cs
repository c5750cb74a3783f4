namespace OwnerConsole.Kernel.Identities;

/// <summary>A browser that has shown something: a password (code), a link (enrol), or all that is asked (open).</summary>
/// <param name="UserId">null while the first owner sets up an authenticator</param>
/// <param name="Pending">what is being set up: the key of an authenticator that no code has proved yet</param>
public sealed record Session(string Id, SessionStage Stage, string? UserId, byte[]? Pending, string? Name, string? Email, IReadOnlyList<string>? Grants);

/// <summary>How far a browser has come.</summary>
public enum SessionStage
{
    Code,
    Enrol,
    Open,
}
