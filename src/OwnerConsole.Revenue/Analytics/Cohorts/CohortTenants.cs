using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Analytics.Cohorts;

/// <summary>Selects the tenants behind a cell of a cohort map: those of a cohort, and those of them that pay at the end of a month.</summary>
/// <param name="Cohort">First day of the month of the cohort.</param>
/// <param name="Month">First day of a later month; null for all tenants of the cohort, with what they pay now.</param>
/// <param name="State">Limits the tenants to those that pay or don't pay at the end of that month; null for all.</param>
public sealed record CohortTenants(DateOnly Cohort, DateOnly? Month, CohortSegment Segment, CohortTenantState? State)
{
    public static readonly ReportTenants Report = new(
        CohortRoutes.Tenants,
        ("Cohorts", CohortRoutes.Address),
        ["cohort", "month", "segment", "state"],
        (query, mode, plans, _) => Task.FromResult(Read(query).Number(mode, plans))
    );

    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    private static CohortTenants Read(IQueryCollection query) =>
        new(
            query.Month("cohort") ?? throw Problem.Invalid("cohort", "is missing. It is the month of the first MRR, such as 2026-03."),
            query.Month("month"),
            CohortSegment.Read("segment", query.Text("segment")),
            query.Word<CohortTenantState>("state")
        );

    private ReportNumber Number(Mode mode, IReadOnlyDictionary<string, string> plans) =>
        new(
            $"Cohort of {MonthText.Long(Cohort)}",
            Describe(plans),
            ("First MRR", Month is { } month ? $"MRR at the end of {MonthText.Short(month)}" : "MRR now"),
            new(Rows, mode, Cohort, Month ?? DateOnly.MaxValue, Segment.Value)
        );

    private string Describe(IReadOnlyDictionary<string, string> plans)
    {
        var of = Segment == CohortSegment.All ? "" : $", {Segment.Label(plans)}";
        var time = Month is { } month ? $"at the end of {MonthText.Long(month)}" : "now";
        return State switch
        {
            CohortTenantState.Paying => $"Tenants that first paid in {MonthText.Long(Cohort)} and pay {time}{of}.",
            CohortTenantState.NotPaying => $"Tenants that first paid in {MonthText.Long(Cohort)} and don't pay {time}{of}.",
            _ => $"Tenants that first paid in {MonthText.Long(Cohort)}{of}.",
        };
    }

    private string Rows =>
        $"""
            select c.tenant_id, c.new_minor as before_minor, c.plan as before_plan, m.mrr_minor as after_minor, m.plan as after_plan
              from analytics.cohort_tenants c
              left join analytics.tenant_mrr m on m.tenant_id = c.tenant_id and m.currency = c.currency and m.from_month <= @to and (m.to_month is null or m.to_month > @to)
             where c.mode = @mode and c.currency = @currency and c.cohort = @from
            """
        + Conditions.And(
            (Segment != CohortSegment.All, $"c.{Segment.Dimension} = @one"),
            (State is CohortTenantState.Paying, "m.tenant_id is not null"),
            (State is CohortTenantState.NotPaying, "m.tenant_id is null")
        );
}

/// <summary>Whether a tenant of a cohort pays at the end of a month.</summary>
public enum CohortTenantState
{
    Paying,
    NotPaying,
}
