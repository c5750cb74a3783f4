namespace OwnerConsole.Kernel.Metrics;

/// <summary>Unit of a metric. Meters define their own, such as MB.</summary>
public sealed record Unit(string Name)
{
    public static readonly Unit Count = new("count");

    /// <summary>Minor units of the reporting currency.</summary>
    public static readonly Unit Money = new("money");

    /// <summary>Fraction of one: 0.5 is half.</summary>
    public static readonly Unit Share = new("share");

    /// <summary>Average number per item, such as members per tenant.</summary>
    public static readonly Unit Times = new("times");

    /// <summary>Whole seconds add up exactly; fractions of hours don't.</summary>
    public static readonly Unit Seconds = new("seconds");

    public static readonly Unit Months = new("months");
}
