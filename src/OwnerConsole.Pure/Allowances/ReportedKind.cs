namespace OwnerConsole.Pure.Allowances;

/// <summary>Kind of reported data.</summary>
public enum ReportedKind
{
    /// <summary>Members of the tenant that are not anonymised.</summary>
    Members,

    /// <summary>Sessions that started in the current period.</summary>
    Sessions,

    /// <summary>Value of a meter: of a counter the sum in the current period, of a gauge the latest value.</summary>
    Meter,
}
