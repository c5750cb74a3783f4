namespace OwnerConsole.Pure.Amounts;

/// <summary>Unit of a price's period.</summary>
public enum PeriodUnit
{
    /// <summary>365 per year.</summary>
    Day,

    /// <summary>52 per year.</summary>
    Week,

    /// <summary>12 per year.</summary>
    Month,

    /// <summary>The unit that the others are converted to.</summary>
    Year,
}
