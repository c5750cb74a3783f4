namespace OwnerConsole.Pure.Periods;

/// <summary>Calendar unit of a requested range.</summary>
public enum CalendarUnit
{
    /// <summary>Elapsed hours, counted back from now.</summary>
    Hour,

    /// <summary>Starts at midnight.</summary>
    Day,

    /// <summary>Starts on Monday.</summary>
    Week,

    /// <summary>Starts on the first.</summary>
    Month,

    /// <summary>Three months, starting in January, April, July or October.</summary>
    Quarter,

    /// <summary>Starts on 1 January.</summary>
    Year,
}
