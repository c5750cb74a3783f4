using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Dependencies;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Incidents.Pages;

/// <summary>Words and shapes of incidents on pages.</summary>
internal static class IncidentLabels
{
    public static string Severity(IncidentSeverity severity) => severity.ToString().ToUpperInvariant();

    public static (Glyph Glyph, Tone Tone) Badge(IncidentSeverity severity) =>
        severity switch
        {
            IncidentSeverity.Sev1 => (Glyph.Stop, Tone.Bad),
            IncidentSeverity.Sev2 => (Glyph.Warning, Tone.Bad),
            IncidentSeverity.Sev3 => (Glyph.Warning, Tone.Soon),
            _ => (Glyph.Info, Tone.Info),
        };

    public static string Status(IncidentStatus status) => status.ToString();

    public static (Glyph Glyph, Tone Tone) Badge(IncidentStatus status) =>
        status switch
        {
            IncidentStatus.Declared => (Glyph.Warning, Tone.Bad),
            IncidentStatus.Investigating => (Glyph.Search, Tone.Bad),
            IncidentStatus.Identified => (Glyph.Eye, Tone.Soon),
            IncidentStatus.Monitoring => (Glyph.Pulse, Tone.Info),
            IncidentStatus.Resolved => (Glyph.Check, Tone.Good),
            _ => (Glyph.Lock, Tone.Plain),
        };

    /// <returns>A dash before the time is known.</returns>
    public static string Duration(long? seconds) => seconds is { } known ? Wording.Time(known) : "–";

    /// <returns>What the affected tenants of a service are based on. The words of the product are translated where the text is shown.</returns>
    public static string Basis(UsageBasis basis) =>
        basis switch
        {
            UsageBasis.Measured => "The tenants had requests to affected services in the last 30 days.",
            UsageBasis.Assigned => "The tenants are assigned to affected services on the service map.",
            UsageBasis.AssignedAndMeasured => "The tenants are assigned to affected services, or had requests to them in the last 30 days.",
            _ => "All tenants of the selection count, because those of the service are unknown.",
        };

    /// <returns>Which tenants are selected, as a phrase.</returns>
    public static string Selection(TenantTargets targets) =>
        targets.IsAll
            ? Wording.Translate("All tenants that aren't cancelled")
            : string.Join(
                ", ",
                targets
                    .Query.Select(filter => $"{filter.Key} = {filter.Value}")
                    .Concat(targets.Tenants.Count > 0 ? [Wording.Count(targets.Tenants.Count, "named tenant")] : [])
            );
}
