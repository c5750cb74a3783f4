using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Ledger;

/// <summary>What a row of the ledger is.</summary>
public enum Sold
{
    /// <summary>Something that was paid for, as the application reports it.</summary>
    Purchase,

    /// <summary>A plan that a tenant holds or held.</summary>
    Plan,
}

/// <summary>Which rows are meant: the page, the file and the API read the same words and ask the same.</summary>
/// <param name="Text">part of a tenant's name, contact e-mail or id; or the application's whole id of a purchase</param>
/// <param name="Plan">the key of the plan that was paid for or is held</param>
/// <param name="TenantId">of one tenant alone</param>
/// <param name="Cursor">where a page before ended</param>
public sealed record LedgerFilter(
    Population Population,
    string? Text = null,
    Sold? Kind = null,
    string? Plan = null,
    string? TenantId = null,
    string? OnlyTenant = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>The names of its parts in an address.</summary>
    public static readonly IReadOnlyList<string> Known = ["q", "kind", "plan", "tenant"];

    /// <summary>By which the list is in order, as an address says it.</summary>
    public const string Time = "at";

    public TimeOrder Order { get; init; }

    /// <exception cref="Problem">400 that names the part it can't read</exception>
    public static LedgerFilter Read(IQueryCollection query, Population population, string? onlyTenant) =>
        new(population, query.Sought(), query.Word<Sold>("kind"), query.Text("plan"), query.Text("tenant"), onlyTenant, query.Text("cursor"))
        {
            Order = TimeOrder.Read(query, Time),
        };
}
