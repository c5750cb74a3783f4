namespace OwnerConsole.Client;

/// <summary>Somebody of the owner's team looks at the application through a member's eyes.</summary>
/// <param name="Id"><c>imp_…</c></param>
/// <param name="Member">whose eyes</param>
/// <param name="ActorId">who looks, <c>usr_…</c></param>
/// <param name="ActorName">to be shown in a banner</param>
/// <param name="IsReadOnly">they may change nothing</param>
/// <param name="Blocked">what nobody does in another's name, even where they may change things, such as <c>password.change</c></param>
/// <param name="Reason">to be shown in a banner</param>
/// <param name="EndsAt">at the latest: the owner may end it before</param>
public sealed record Impersonation(
    string Id,
    Named Member,
    Named Tenant,
    string ActorId,
    string ActorName,
    bool IsReadOnly,
    IReadOnlyList<string> Blocked,
    string Reason,
    DateTimeOffset EndsAt
);
