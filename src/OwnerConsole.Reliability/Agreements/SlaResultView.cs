using OwnerConsole.Data;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>The result of a tenant in a period of an SLA.</summary>
/// <param name="SlaId">ID of the SLA.</param>
/// <param name="Sla">Name of the SLA; null if it was removed.</param>
/// <param name="Kind">What it measures; null if it was removed.</param>
/// <param name="TenantId">ID of the tenant.</param>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="StartsOn">First day of the period, in the time zone of the platform.</param>
/// <param name="EndsOn">Last day of the period.</param>
/// <param name="Target">Percent that must be good.</param>
/// <param name="Actual">Percent that was good until now or until the end, rounded down to three decimals; null with too few events, and without tickets.</param>
/// <param name="State">Whether the SLA is met.</param>
/// <param name="Events">Incidents, tickets that were answered or resolved or are late, or events of the SLO; for availability the seconds of the whole period.</param>
/// <param name="Bad">Those that count against the target; for availability the seconds with an incident.</param>
/// <param name="CreditPercent">Percent of the monthly price that the SLA credits for this result; 0 for none.</param>
/// <param name="Credit">Credit that was given; null if there is none.</param>
/// <param name="ClosedAt">When the result became final; null before.</param>
public sealed record SlaResultView(
    string SlaId,
    string? Sla,
    SlaKind? Kind,
    string TenantId,
    string Tenant,
    DateOnly StartsOn,
    DateOnly EndsOn,
    decimal Target,
    decimal? Actual,
    SlaState State,
    long Events,
    long Bad,
    decimal CreditPercent,
    [property: Sensitive(FieldClass.Money)] Money? Credit,
    DateTimeOffset? ClosedAt
)
{
    /// <summary>Whether a credit was given. Known also to readers from whom amounts are hidden.</summary>
    internal bool IsCredited { get; init; }
}
