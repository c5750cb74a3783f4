namespace OwnerConsole.Pure.Periods;

/// <summary>A unit of the calendar that a range is asked in.</summary>
public enum Stretch
{
    /// <summary>Of a watch, back from now.</summary>
    Hour,

    /// <summary>From midnight on.</summary>
    Day,

    /// <summary>From Monday on.</summary>
    Week,

    /// <summary>From the first on.</summary>
    Month,

    /// <summary>Three months, from January, April, July or October on.</summary>
    Quarter,

    /// <summary>From 1 January on.</summary>
    Year,
}
