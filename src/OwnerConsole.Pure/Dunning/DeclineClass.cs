namespace OwnerConsole.Pure.Dunning;

/// <summary>Whether another attempt to collect a declined payment can succeed.</summary>
public enum DeclineClass
{
    /// <summary>The same payment method can succeed later.</summary>
    RetryLater,

    /// <summary>The customer must do something first, such as correct the card.</summary>
    NeedsCustomer,

    /// <summary>This payment method won't succeed again, and Stripe doesn't retry it.</summary>
    Never,
}
