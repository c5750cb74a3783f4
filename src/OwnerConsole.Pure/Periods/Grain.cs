namespace OwnerConsole.Pure.Periods;

/// <summary>Length of a bucket in a series, by the clock of a zone.</summary>
public enum Grain
{
    /// <summary>From one full hour of the local clock to the next; half an hour if the clock changes by half an hour.</summary>
    Hour,

    /// <summary>From midnight to midnight: 23 to 25 hours.</summary>
    Day,

    /// <summary>Starts on Monday.</summary>
    Week,

    /// <summary>Starts on the first.</summary>
    Month,
}
