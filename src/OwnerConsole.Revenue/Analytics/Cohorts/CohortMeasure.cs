namespace OwnerConsole.Revenue.Analytics.Cohorts;

/// <summary>What a cohort retains.</summary>
public enum CohortMeasure
{
    /// <summary>Tenants that pay at the end of the month, divided by all tenants of the cohort.</summary>
    Logos,

    /// <summary>Their MRR without what exceeds the MRR they started with, divided by the MRR of all with which they started.</summary>
    GrossRevenue,

    /// <summary>Their MRR, divided by the MRR of all with which they started.</summary>
    NetRevenue,
}
