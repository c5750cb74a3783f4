namespace OwnerConsole.Pure.Amounts;

/// <summary>How often a plan's price is paid.</summary>
public enum PlanInterval
{
    /// <summary>Each month.</summary>
    Month,

    /// <summary>Each year.</summary>
    Year,
}
