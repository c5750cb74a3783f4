using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Analytics.Cohorts;

/// <summary>What a cohort map shows.</summary>
/// <param name="Compare">A second set of tenants; null for one map.</param>
/// <param name="Months">Number of cohorts, including the current month.</param>
public sealed record CohortFilter(CohortMeasure Measure, CohortSegment Segment, CohortSegment? Compare, int Months)
{
    private const int DefaultMonths = 12;

    /// <summary>Names of the query parameters.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["measure", "segment", "compare", "months"];

    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    public static CohortFilter Read(IQueryCollection query) =>
        new(
            query.Word<CohortMeasure>("measure") ?? CohortMeasure.Logos,
            CohortSegment.Read("segment", query.Text("segment")),
            query.Text("compare") is { } compare ? CohortSegment.Read("compare", compare) : null,
            query.Number("months") switch
            {
                null => DefaultMonths,
                > CohortMap.MaxMonths => throw Problem.Invalid("months", $"must be at most {CohortMap.MaxMonths}."),
                var months => months.Value,
            }
        );
}
