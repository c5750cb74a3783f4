namespace OwnerConsole.Pure.Amounts;

/// <summary>What a price is paid by.</summary>
public enum PeriodUnit
{
    /// <summary>365 a year.</summary>
    Day,

    /// <summary>52 a year.</summary>
    Week,

    /// <summary>12 a year.</summary>
    Month,

    /// <summary>What the others are counted by.</summary>
    Year,
}
