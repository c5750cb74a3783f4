namespace OwnerConsole.Pure.Amounts;

/// <summary>Why MRR is another than it was.</summary>
public enum MovementKind
{
    /// <summary>Pays for the first time ever.</summary>
    New,

    /// <summary>Pays more than before.</summary>
    Expansion,

    /// <summary>Pays less than before, and still something.</summary>
    Contraction,

    /// <summary>Pays nothing any more.</summary>
    Churn,

    /// <summary>Paid once, stopped, and pays again.</summary>
    Reactivation,

    /// <summary>Pays the same for other plans: 0 in all, and something plan by plan.</summary>
    Switch,

    /// <summary>What became known of a month that had been closed, booked in the first one that is open.</summary>
    Adjustment,
}
