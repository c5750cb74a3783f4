using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Suggests the severity of an incident by its share of tenants and MRR.</summary>
/// <param name="Severity">Suggested severity.</param>
/// <param name="Percent">Affected tenants in percent of all tenants, rounded.</param>
internal sealed record SeveritySuggestion(IncidentSeverity Severity, int Percent)
{
    /// <summary>Severity without selected tenants, because nothing is known about the share.</summary>
    public const IncidentSeverity Default = IncidentSeverity.Sev3;

    public static readonly Setting Sev1 = Share("incidents.sev1_percent", "SEV1 share", "SEV1", "50"),
        Sev2 = Share("incidents.sev2_percent", "SEV2 share", "SEV2", "20"),
        Sev3 = Share("incidents.sev3_percent", "SEV3 share", "SEV3", "2");

    /// <param name="share">Affected tenants and MRR.</param>
    public static async Task<SeveritySuggestion> Find(AffectedShare share, UnitOfWork work)
    {
        var thresholds = (await work.One<SeverityThresholds>($"select {Sev1.Sql}::int as sev1, {Sev2.Sql}::int as sev2, {Sev3.Sql}::int as sev3"))!; // one row
        return new(thresholds.Suggest(share), (int)Math.Round(share.TenantPercent));
    }

    private static Setting Share(string key, string name, string severity, string percent) =>
        new(key, SettingCategory.Features, name, $"{severity} is suggested for incidents that affect at least this share of tenants or MRR.", percent)
        {
            Kind = FieldKind.Number,
            Min = 1,
            Max = 100,
            Unit = "percent",
            Synonyms = "incident, severity, impact",
        };
}
