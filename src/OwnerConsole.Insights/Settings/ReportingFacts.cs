using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Insights.Settings;

/// <summary>How numbers are cut, as what decides about cutting them otherwise.</summary>
/// <param name="ChangedBy">the run that set it; null as it was installed</param>
/// <param name="KeptSince">the first day whose events are all kept; null when all are</param>
public sealed record ReportingFacts(string Zone, string Currency, TimeSpan SessionLimit, string? ChangedBy, DateTimeOffset? KeptSince) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    /// <summary>Who changed it last tells one state from another.</summary>
    public long Revision => ChangedBy is null ? 1 : StringComparer.Ordinal.GetHashCode(ChangedBy);

    /// <param name="zone">that days would be cut in</param>
    public static async Task<IReadOnlyList<ReportingFacts>> Load(IReadOnlyList<string> ids, string zone, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        var kept = Pure.Periods.Zone.Find(zone) is { } here && await Recounting.KeptSince(zone, work) is { } day ? here.StartOf(day) : (DateTimeOffset?)null;
        return
        [
            (
                await work.One<ReportingFacts>(
                    $"select zone, currency, session_limit, changed_by, @kept::timestamptz as kept_since from core.reporting r {work.ForUpdate("r")}",
                    new { kept }
                )
            )!, // the row is always there
        ];
    }
}
