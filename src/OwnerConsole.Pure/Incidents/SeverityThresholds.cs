namespace OwnerConsole.Pure.Incidents;

/// <summary>Shares of affected tenants or MRR from which a severity is suggested, in percent.</summary>
/// <param name="Sev1">Share from which an incident is SEV1.</param>
/// <param name="Sev2">Share from which it is SEV2.</param>
/// <param name="Sev3">Share from which it is SEV3. Below, it is SEV4.</param>
public sealed record SeverityThresholds(int Sev1, int Sev2, int Sev3)
{
    /// <param name="share">Affected tenants and MRR, and those of all tenants.</param>
    /// <returns>The severity that the larger one of both shares suggests.</returns>
    public IncidentSeverity Suggest(AffectedShare share)
    {
        var percent = share.Percent;
        return percent >= Sev1 ? IncidentSeverity.Sev1
            : percent >= Sev2 ? IncidentSeverity.Sev2
            : percent >= Sev3 ? IncidentSeverity.Sev3
            : IncidentSeverity.Sev4;
    }
}

/// <summary>How much of the platform an incident affects.</summary>
/// <param name="AffectedTenants">Number of affected tenants.</param>
/// <param name="Tenants">Number of all tenants.</param>
/// <param name="AffectedMrr">MRR of the affected tenants; null if it is unknown or not visible.</param>
/// <param name="Mrr">MRR of all tenants; null if it is unknown or not visible.</param>
public sealed record AffectedShare(long AffectedTenants, long Tenants, decimal? AffectedMrr, decimal? Mrr)
{
    /// <summary>Affected tenants in percent; 0 without tenants.</summary>
    public decimal TenantPercent => Tenants > 0 ? 100m * AffectedTenants / Tenants : 0;

    /// <summary>The larger share of tenants and MRR, in percent. Without a positive MRR, that of tenants.</summary>
    public decimal Percent => Mrr is { } all and > 0 && AffectedMrr is { } affected ? Math.Max(TenantPercent, 100m * affected / all) : TenantPercent;
}
