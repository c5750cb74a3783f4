using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Provides the active recurring prices as the options of a form field.</summary>
public sealed class StripePriceSource : IOptionSource
{
    public const string Source = "stripe_price";

    public string Name => Source;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        [.. (await StripePrice.ListRecurring(work)).Select(price => new Option(price.Id, price.Label))];
}
