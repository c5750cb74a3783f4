using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Analytics.Attributions;

/// <summary>What MRR is attributed to, and how.</summary>
/// <param name="By">Reported field of tenants.</param>
/// <param name="Touch">Which value counts if several were reported over time.</param>
public sealed record AttributionFilter(AttributionField By, TouchModel Touch)
{
    /// <summary>Names of the query parameters.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["by", "touch"];

    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    public static AttributionFilter Read(IQueryCollection query) =>
        new(query.Word<AttributionField>("by") ?? AttributionField.Source, query.Word<TouchModel>("touch") ?? TouchModel.First);
}

/// <summary>A field that the application reports about a tenant.</summary>
public enum AttributionField
{
    Source,
    Campaign,
    Referrer,

    /// <summary>The attribute <c>sales_owner</c>.</summary>
    SalesOwner,
}

/// <summary>Which value counts if several were reported over time.</summary>
public enum TouchModel
{
    First,
    Last,

    /// <summary>All, with equal parts.</summary>
    Linear,
}
