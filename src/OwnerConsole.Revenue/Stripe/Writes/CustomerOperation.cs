using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Changes a customer in Stripe.</summary>
public abstract class CustomerOperation<TInput> : StripeOperation<StripeCustomer, TInput>
    where TInput : notnull
{
    protected override string Type => "customer";

    public override Task<IReadOnlyList<StripeCustomer>> Load(IReadOnlyList<string> ids, TInput input, UnitOfWork work) => StripeCustomer.Load(ids, work);

    /// <summary>Refuses deleted customers.</summary>
    protected override Refusal? FindRefusal(StripeCustomer customer, TInput input) =>
        customer.IsDeleted ? new("deleted", $"{customer} was deleted in Stripe.") : null;
}
