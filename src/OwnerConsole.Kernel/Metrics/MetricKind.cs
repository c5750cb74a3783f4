namespace OwnerConsole.Kernel.Metrics;

/// <summary>How the rows of a metric become one number, and whether numbers of several periods may be added up.</summary>
public enum MetricKind
{
    /// <summary>Happened within the period: rows are added up, and so are periods.</summary>
    Flow,

    /// <summary>Stood so at the end of the period: rows are added up, periods never.</summary>
    Stock,

    /// <summary>How many different ones: rows are added up, periods never, because the same one may be in two.</summary>
    Distinct,

    /// <summary>The most there was at once: the greatest row, and of several periods the greatest.</summary>
    Peak,

    /// <summary>The numerators' sum over the denominators' sum, which may be of different periods; without a base there is no number.</summary>
    Ratio,
}
