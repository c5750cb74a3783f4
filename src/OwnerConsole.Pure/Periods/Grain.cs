namespace OwnerConsole.Pure.Periods;

/// <summary>How long one bucket of a series is, by the clock of a zone.</summary>
public enum Grain
{
    /// <summary>From one full hour of the local clock to the next; half of one where the clock is put forward or back by half an hour.</summary>
    Hour,

    /// <summary>From midnight to midnight: 23 to 25 hours.</summary>
    Day,

    /// <summary>From Monday on.</summary>
    Week,

    /// <summary>From the first on.</summary>
    Month,
}
