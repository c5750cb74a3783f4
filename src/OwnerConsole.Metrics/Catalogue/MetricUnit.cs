namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Unit of a metric. Meters define their own, such as MB.</summary>
public sealed record MetricUnit(string Name)
{
    public static readonly MetricUnit Count = new("count");

    /// <summary>Minor units of the reporting currency.</summary>
    public static readonly MetricUnit Money = new("money");

    /// <summary>Fraction of one: 0.5 is half.</summary>
    public static readonly MetricUnit Share = new("share");

    /// <summary>Average number per item, such as members per tenant.</summary>
    public static readonly MetricUnit Times = new("times");

    /// <summary>Whole seconds add up exactly; fractions of hours don't.</summary>
    public static readonly MetricUnit Seconds = new("seconds");

    public static readonly MetricUnit Months = new("months");
}
