using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Billing;

/// <summary>Selects billing records. The page, the export and the API read the same query parameters and run the same query.</summary>
/// <param name="Text">
/// Complete ID of a record or of an object it belongs to, complete email of its customer, or part of its tenant's name, contact email or ID.
/// </param>
/// <param name="TenantId">ID of the only tenant to include.</param>
/// <param name="CustomerId">ID of the only customer to include.</param>
/// <param name="Cursor">Cursor returned with the previous page.</param>
public sealed record BillingFilter(
    Mode Mode,
    string? Text = null,
    string? TenantId = null,
    string? CustomerId = null,
    string? OnlyTenant = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>Value of the sort parameter that sorts by time.</summary>
    public const string Time = "created_at";

    /// <summary>Conditions of the chosen options on the record <c>x</c>.</summary>
    public IReadOnlyList<string> ChosenSql { get; init; } = [];

    public TimeOrder Order { get; init; }

    /// <summary>Whether only the time decides the order; otherwise records that need action come first.</summary>
    public bool IsByTime { get; init; }

    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    public static BillingFilter Read(IQueryCollection query, Mode mode, string? onlyTenant, IReadOnlyList<BillingChoice> choices) =>
        new(mode, query.SearchText(), query.Text("tenant"), query.Text("customer"), onlyTenant, query.Text("cursor"))
        {
            ChosenSql = [.. choices.Select(choice => choice.ReadSql(query)).OfType<string>()],
            Order = TimeOrder.Read(query, Time),
            IsByTime = query.Text("sort") is not null,
        };
}
