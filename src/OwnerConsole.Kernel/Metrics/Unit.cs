namespace OwnerConsole.Kernel.Metrics;

/// <summary>What a number counts. A meter brings its own, such as MB.</summary>
public sealed record Unit(string Name)
{
    public static readonly Unit Count = new("count");

    /// <summary>Minor units of the reporting currency.</summary>
    public static readonly Unit Money = new("money");

    /// <summary>A part of one: 0.5 is half.</summary>
    public static readonly Unit Share = new("share");

    /// <summary>So many of one for each of another.</summary>
    public static readonly Unit Times = new("times");

    /// <summary>Whole ones add up exactly; thirds of an hour don't.</summary>
    public static readonly Unit Seconds = new("seconds");

    public static readonly Unit Months = new("months");
}
