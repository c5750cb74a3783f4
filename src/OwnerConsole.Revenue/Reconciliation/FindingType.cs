namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>What differs between Stripe, the console and the application.</summary>
public enum FindingType
{
    /// <summary>A subscription is paid, but its tenant has no access.</summary>
    ChargedWithoutAccess,

    /// <summary>A tenant is on a plan with a price, but has no current subscription.</summary>
    AccessWithoutCharge,
    WrongPlan,
    WrongSeats,

    /// <summary>A customer has two current subscriptions to the same plan.</summary>
    DuplicateSubscription,

    /// <summary>A customer with a current subscription belongs to no tenant.</summary>
    OrphanCustomer,
    UnmappedPrice,
    Currency,
    Email,

    /// <summary>An invoice has been a draft for more than 72 hours.</summary>
    OldDraft,
    OverdueInvoice,
    RefundSum,
    RefundFailed,
    OpenDispute,

    /// <summary>Stripe lists an event that the console didn't receive.</summary>
    MissedEvent,

    /// <summary>An object exists at Stripe, but has no copy.</summary>
    MissingHere,

    /// <summary>An object has a copy, but doesn't exist at Stripe.</summary>
    MissingAtStripe,

    /// <summary>The copy of an object differs from Stripe.</summary>
    OutdatedCopy,
}

/// <summary>How important a finding is, regardless of the money.</summary>
public enum FindingSeverity
{
    High,
    Medium,
    Low,
}

/// <summary>State of a finding.</summary>
public enum FindingState
{
    Open,

    /// <summary>A person has decided that it needs no action until a day.</summary>
    Ignored,

    /// <summary>The last check no longer found it.</summary>
    Resolved,
}
