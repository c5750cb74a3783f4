namespace FakeStripe.Customers;

/// <summary>Stripe's well-known test cards, by the part of the name after <c>pm_card_</c> or <c>tok_</c>.</summary>
/// <param name="Brand">Brand as Stripe writes it.</param>
/// <param name="Decline">Decline code of charges; null for a card that pays.</param>
/// <param name="IsRefusedOnAttach">True if the card can't even be attached to a customer.</param>
internal sealed record TestCard(string Brand, string Last4, string? Decline = null, bool IsRefusedOnAttach = false)
{
    public bool NeedsAuthentication { get; init; }

    /// <summary>Reason of the dispute that every charge gets; null for none.</summary>
    public string? Dispute { get; init; }

    public bool IsInquiry { get; init; }

    /// <summary>Status of refunds to this card.</summary>
    public string Refund { get; init; } = "succeeded";

    /// <returns>Null for an unknown name.</returns>
    public static TestCard? Of(string name) =>
        name switch
        {
            "visa" or "us" => new("visa", "4242"),
            "visa_debit" => new("visa", "5556"),
            "mastercard" => new("mastercard", "4444"),
            "mastercard_debit" => new("mastercard", "8210"),
            "mastercard_prepaid" => new("mastercard", "5100"),
            "amex" => new("amex", "8431"),
            "discover" => new("discover", "1117"),
            "diners" => new("diners", "0004"),
            "jcb" => new("jcb", "0505"),
            "unionpay" => new("unionpay", "0005"),
            "gb" => new("visa", "0003"),
            "de" => new("visa", "0016"),
            "chargeDeclined" or "visa_chargeDeclined" => new("visa", "0002", "generic_decline", IsRefusedOnAttach: true),
            "chargeDeclinedInsufficientFunds" or "visa_chargeDeclinedInsufficientFunds" => new("visa", "9995", "insufficient_funds", IsRefusedOnAttach: true),
            "chargeDeclinedLostCard" or "visa_chargeDeclinedLostCard" => new("visa", "9987", "lost_card", IsRefusedOnAttach: true),
            "chargeDeclinedStolenCard" or "visa_chargeDeclinedStolenCard" => new("visa", "9979", "stolen_card", IsRefusedOnAttach: true),
            "chargeDeclinedExpiredCard" => new("visa", "0069", "expired_card", IsRefusedOnAttach: true),
            "chargeDeclinedIncorrectCvc" => new("visa", "0127", "incorrect_cvc", IsRefusedOnAttach: true),
            "chargeDeclinedProcessingError" => new("visa", "0119", "processing_error", IsRefusedOnAttach: true),
            "chargeDeclinedFraudulent" or "radarBlock" => new("visa", "0019", "fraudulent", IsRefusedOnAttach: true),
            "chargeCustomerFail" => new("visa", "0341", "generic_decline"),
            "threeDSecure2Required" or "threeDSecureRequired" => new("visa", "3220") { NeedsAuthentication = true },
            "authenticationRequired" or "authenticationRequiredOnSetup" => new("visa", "3184") { NeedsAuthentication = true },
            "createDispute" => new("visa", "0259") { Dispute = "fraudulent" },
            "createDisputeProductNotReceived" => new("visa", "2685") { Dispute = "product_not_received" },
            "createDisputeInquiry" => new("visa", "1976") { Dispute = "general", IsInquiry = true },
            "pendingRefund" => new("visa", "7726") { Refund = "pending" },
            "refundFail" => new("visa", "5126") { Refund = "fails" },
            _ => null,
        };
}
