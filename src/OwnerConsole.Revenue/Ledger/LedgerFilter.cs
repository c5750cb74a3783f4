using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Ledger;

/// <summary>Kind of a ledger row.</summary>
public enum LedgerRowKind
{
    /// <summary>A purchase reported by the application.</summary>
    Purchase,

    /// <summary>A current or past plan of a tenant.</summary>
    Plan,
}

/// <summary>Selects ledger rows. The page, the export and the API read the same query parameters and run the same query.</summary>
/// <param name="Text">Part of a tenant's name, contact email or ID, or the application's complete ID of a purchase.</param>
/// <param name="Plan">Key of the purchased or current plan.</param>
/// <param name="TenantId">ID of the only tenant to include.</param>
/// <param name="Cursor">Cursor returned with the previous page.</param>
public sealed record LedgerFilter(
    Mode Mode,
    string? Text = null,
    LedgerRowKind? Kind = null,
    string? Plan = null,
    string? TenantId = null,
    string? OnlyTenant = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>Names of the query parameters.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["q", "kind", "plan", "tenant"];

    /// <summary>Value of the sort parameter that sorts by time.</summary>
    public const string Time = "at";

    public TimeOrder Order { get; init; }

    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    public static LedgerFilter Read(IQueryCollection query, Mode mode, string? onlyTenant) =>
        new(mode, query.SearchText(), query.Word<LedgerRowKind>("kind"), query.Text("plan"), query.Text("tenant"), onlyTenant, query.Text("cursor"))
        {
            Order = TimeOrder.Read(query, Time),
        };
}
