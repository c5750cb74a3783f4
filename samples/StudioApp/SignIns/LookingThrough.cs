namespace StudioApp.SignIns;

/// <summary>Somebody of the platform's team sees what this person sees.</summary>
/// <param name="Id"><c>imp_…</c></param>
/// <param name="Actor">their name</param>
/// <param name="MayChange">false: everything is read only</param>
/// <param name="Blocked">what they never do, words with spaces between them</param>
public sealed record LookingThrough(string Id, string Actor, string Reason, bool MayChange, string Blocked, DateTimeOffset EndsAt)
{
    public const string PasswordChange = "password.change";

    public bool MayDo(string word) => MayChange && !Blocked.Split(' ').Contains(word, StringComparer.Ordinal);
}
