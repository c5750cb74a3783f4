namespace StudioApp.SignIns;

/// <summary>An active impersonation of this person.</summary>
/// <param name="Id"><c>imp_…</c></param>
/// <param name="Actor">Name of the impersonator.</param>
/// <param name="MayChange">False if everything is read-only.</param>
/// <param name="Blocked">Actions that are never allowed, separated by spaces.</param>
public sealed record ActiveImpersonation(string Id, string Actor, string Reason, bool MayChange, string Blocked, DateTimeOffset EndsAt)
{
    public const string PasswordChange = "password.change";

    public bool CanDo(string word) => MayChange && !Blocked.Split(' ').Contains(word, StringComparer.Ordinal);
}
