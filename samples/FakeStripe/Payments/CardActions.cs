namespace FakeStripe.Payments;

/// <summary>What happens to cards outside of the API, for tests.</summary>
public sealed class CardActions
{
    private readonly StripeAccount _account;

    internal CardActions(StripeAccount account) => _account = account;

    /// <summary>All charges to the card fail from now on.</summary>
    public void Decline(string paymentMethodId, string code = "insufficient_funds") =>
        _account.Locked(() => _account.PaymentMethods.Decline(paymentMethodId, code));

    /// <summary>Charges to the card succeed again.</summary>
    public void Accept(string paymentMethodId) => _account.Locked(() => _account.PaymentMethods.Decline(paymentMethodId, null));

    /// <summary>The bank returns the money of a refund after it succeeded.</summary>
    public void FailRefund(string refundId, string reason = "expired_or_canceled_card") =>
        _account.Locked(() => _account.Refunds.Fail(_account.Store.Get("refund", refundId), reason));
}
