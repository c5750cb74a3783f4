using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Analytics.Flows;

/// <summary>A range of months.</summary>
/// <param name="From">First day of the first month.</param>
/// <param name="To">First day of the last month, which is included.</param>
public sealed record PlanFlowFilter(DateOnly From, DateOnly To)
{
    private const int DefaultMonths = 12;

    /// <summary>Names of the query parameters.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["from", "to"];

    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    public static async Task<PlanFlowFilter> Read(IQueryCollection query, UnitOfWork work)
    {
        var current = await work.One<DateOnly>("select date_trunc('month', now() at time zone zone)::date from core.reporting");
        var to = query.Month("to") ?? current;
        var from = query.Month("from") ?? to.AddMonths(1 - DefaultMonths);
        return from <= to ? new(from, to) : throw Problem.Invalid("from", "must not be after to.");
    }
}
