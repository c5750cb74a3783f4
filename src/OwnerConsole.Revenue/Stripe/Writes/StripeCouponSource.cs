using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Provides the coupons that can be redeemed as the options of a form field.</summary>
public sealed class StripeCouponSource : IOptionSource
{
    public const string Source = "stripe_coupon";

    public string Name => Source;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        [.. (await StripeCoupon.ListValid(work)).Select(coupon => new Option(coupon.Id, coupon.Label))];
}
