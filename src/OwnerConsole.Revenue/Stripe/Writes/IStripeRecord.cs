using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>A billing record that an operation changes in Stripe.</summary>
public interface IStripeRecord : ISubject
{
    string AccountId { get; }

    Mode Mode { get; }

    /// <summary>Whether a run waits for Stripe to change it.</summary>
    bool IsRequested { get; }
}
