namespace OwnerConsole.Pure.Amounts;

/// <summary>Kind of MRR change.</summary>
public enum MovementKind
{
    /// <summary>The customer pays for the first time.</summary>
    New,

    /// <summary>The customer pays more than before.</summary>
    Expansion,

    /// <summary>The customer pays less than before, but more than nothing.</summary>
    Contraction,

    /// <summary>The customer no longer pays.</summary>
    Churn,

    /// <summary>A former customer pays again.</summary>
    Reactivation,

    /// <summary>The customer pays the same for different plans: the total is 0, the changes by plan are not.</summary>
    Switch,

    /// <summary>A late change of a closed month, booked in the first open month.</summary>
    Adjustment,

    /// <summary>The customer pays the same in its own currency, and the exchange rate has changed.</summary>
    Fx,
}
