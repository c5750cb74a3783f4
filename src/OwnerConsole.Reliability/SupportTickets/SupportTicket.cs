using OwnerConsole.Pure.Tickets;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>A support ticket of a tenant, as the help desk last reported it.</summary>
/// <param name="Id">ID in the help desk.</param>
/// <param name="TenantId">ID of the tenant.</param>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="Priority">Priority in the help desk.</param>
/// <param name="State">Whether it is resolved.</param>
/// <param name="OpenedAt">When the customer opened it.</param>
/// <param name="FirstReplyAt">When a person first replied; null before.</param>
/// <param name="ResolvedAt">When it was last resolved; null while it is open.</param>
/// <param name="ReopenedAt">When it was last reopened; null if never.</param>
/// <param name="UpdatedAt">When the help desk last changed it.</param>
/// <param name="Url">Page of the ticket in the help desk; null if it was not reported.</param>
public sealed record SupportTicket(
    string Id,
    string TenantId,
    string Tenant,
    TicketPriority Priority,
    TicketState State,
    DateTimeOffset OpenedAt,
    DateTimeOffset? FirstReplyAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? ReopenedAt,
    DateTimeOffset UpdatedAt,
    string? Url
);
