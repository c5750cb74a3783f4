using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Agreements;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Selects results of SLAs. The page, the export and the API read the same query parameters and run the same query.</summary>
/// <param name="Mode">Mode of the tenants.</param>
/// <param name="Text">Part of the name of a tenant, or its complete ID; null for all.</param>
/// <param name="SlaId">Null for all.</param>
/// <param name="State">Null for all.</param>
/// <param name="TenantId">ID of the only tenant; null for all.</param>
/// <param name="Time">Which periods.</param>
/// <param name="Cursor">Cursor of the previous page.</param>
internal sealed record SlaResultFilter(
    Mode Mode,
    string? Text = null,
    string? SlaId = null,
    SlaState? State = null,
    string? TenantId = null,
    SlaResultTime Time = SlaResultTime.Current,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>Names of the query parameters.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["q", "sla", "state", "tenant", "time"];

    /// <param name="mode">Mode of the tenants.</param>
    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    public static SlaResultFilter Read(IQueryCollection query, Mode mode) =>
        new(
            mode,
            query.SearchText(),
            query.Text("sla"),
            query.Word<SlaState>("state"),
            query.Text("tenant"),
            query.Word<SlaResultTime>("time") ?? SlaResultTime.Current,
            query.Text("cursor")
        );
}

/// <summary>Periods that a list of results contains.</summary>
public enum SlaResultTime
{
    /// <summary>Periods that are not closed, which includes those that ended less than a day ago.</summary>
    Current,
    Closed,
    All,
}
