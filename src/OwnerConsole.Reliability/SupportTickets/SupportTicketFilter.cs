using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Tickets;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>Selects support tickets. The page, the export and the API read the same query parameters and run the same query.</summary>
/// <param name="Mode">Mode of the tenants.</param>
/// <param name="TenantId">ID of the only tenant; null for all.</param>
/// <param name="State">Null for all.</param>
/// <param name="Priority">Null for all.</param>
/// <param name="Cursor">Cursor of the previous page.</param>
internal sealed record SupportTicketFilter(
    Mode Mode,
    string? TenantId = null,
    TicketState? State = null,
    TicketPriority? Priority = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>Names of the query parameters.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["tenant", "state", "priority"];

    /// <param name="mode">Mode of the tenants.</param>
    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    public static SupportTicketFilter Read(IQueryCollection query, Mode mode) =>
        new(mode, query.Text("tenant"), query.Word<TicketState>("state"), query.Word<TicketPriority>("priority"), query.Text("cursor"));
}
