namespace OwnerConsole.Client;

/// <summary>An impersonation session: a person of the owner's team uses the application as a member.</summary>
/// <param name="Id"><c>imp_…</c></param>
/// <param name="Member">The impersonated member.</param>
/// <param name="ActorId">ID of the person, <c>usr_…</c>.</param>
/// <param name="ActorName">Name of the person, for a banner.</param>
/// <param name="IsReadOnly">True if changes are not allowed.</param>
/// <param name="Blocked">Actions that are never allowed during impersonation, such as <c>password.change</c>.</param>
/// <param name="Reason">Reason, for a banner.</param>
/// <param name="EndsAt">Latest end; the owner's team can end it earlier.</param>
public sealed record Impersonation(
    string Id,
    EntityRef Member,
    EntityRef Tenant,
    string ActorId,
    string ActorName,
    bool IsReadOnly,
    IReadOnlyList<string> Blocked,
    string Reason,
    DateTimeOffset EndsAt
);
