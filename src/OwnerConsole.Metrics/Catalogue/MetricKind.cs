namespace OwnerConsole.Metrics.Catalogue;

/// <summary>How the rows of a metric are combined into one number, and whether periods can be added up.</summary>
public enum MetricKind
{
    /// <summary>Activity within the period: rows and periods are summed.</summary>
    Flow,

    /// <summary>State at the end of the period: rows are summed, periods are not.</summary>
    Stock,

    /// <summary>Distinct count: rows are summed, periods are not, because the same item can occur in two.</summary>
    Distinct,

    /// <summary>Maximum at any time: the highest row, and for several periods the highest period.</summary>
    Peak,

    /// <summary>
    /// Sum of the numerators divided by the sum of the denominators, which can cover different periods; no value if the denominator is empty.
    /// </summary>
    Ratio,
}
