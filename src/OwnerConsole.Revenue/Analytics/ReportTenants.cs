using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Analytics;

/// <summary>The tenants behind the numbers of one report, at an address that names the number.</summary>
/// <param name="Address">Path of the page.</param>
/// <param name="Home">Title and address of the report.</param>
/// <param name="ParameterNames">Query parameters that name the number.</param>
/// <param name="Read">Reads the parameters, with the names of plans.</param>
public sealed record ReportTenants(
    string Address,
    (string Title, string Address) Home,
    IReadOnlyList<string> ParameterNames,
    Func<IQueryCollection, Mode, IReadOnlyDictionary<string, string>, UnitOfWork, Task<ReportNumber>> Read
)
{
    public string Export => $"{Address}/export";

    public string Api => $"/api/v1{Address}";
}

/// <summary>A number of a report.</summary>
/// <param name="Summary">Which tenants these are, in one sentence.</param>
/// <param name="Headings">Headings of the MRR at the earlier and at the later time.</param>
public sealed record ReportNumber(string Title, string Summary, (string Before, string After) Headings, TenantSelection Selection);
