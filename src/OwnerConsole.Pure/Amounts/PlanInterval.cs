namespace OwnerConsole.Pure.Amounts;

/// <summary>Billing interval of a plan's price.</summary>
public enum PlanInterval
{
    /// <summary>Monthly.</summary>
    Month,

    /// <summary>Yearly.</summary>
    Year,
}
