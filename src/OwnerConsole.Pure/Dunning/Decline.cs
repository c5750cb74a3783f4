namespace OwnerConsole.Pure.Dunning;

/// <summary>Why a payment was declined, by Stripe's decline code. Source: Stripe's documentation of decline codes and of hard declines.</summary>
/// <param name="Code">Stripe's decline code; empty if there was none.</param>
/// <param name="Class">Whether another attempt can succeed.</param>
/// <param name="Text">Reason for the tenant, as the end of a sentence. It never says that a card was reported as lost, stolen or fraudulent.</param>
public sealed record Decline(string Code, DeclineClass Class, string Text)
{
    private const string Generic = "the bank declined the payment",
        OtherCard = "the card can't be used for this payment",
        WrongDetails = "the card details are incorrect";

    private static readonly Dictionary<string, Decline> s_known = new Decline[]
    {
        new("insufficient_funds", DeclineClass.RetryLater, "there are not enough funds"),
        new("generic_decline", DeclineClass.RetryLater, Generic),
        new("card_declined", DeclineClass.RetryLater, Generic),
        new("do_not_honor", DeclineClass.RetryLater, Generic),
        new("do_not_try_again", DeclineClass.Never, Generic),
        new("no_action_taken", DeclineClass.RetryLater, Generic),
        new("approve_with_id", DeclineClass.RetryLater, "the bank couldn't authorize the payment"),
        new("issuer_not_available", DeclineClass.RetryLater, "the bank couldn't be reached"),
        new("processing_error", DeclineClass.RetryLater, "an error occurred while the payment was processed"),
        new("reenter_transaction", DeclineClass.RetryLater, "the bank couldn't process the payment"),
        new("try_again_later", DeclineClass.RetryLater, "the bank couldn't process the payment"),
        new("duplicate_transaction", DeclineClass.RetryLater, "the bank received the same payment twice"),
        new("card_velocity_exceeded", DeclineClass.RetryLater, "the limit of the card is reached"),
        new("withdrawal_count_limit_exceeded", DeclineClass.RetryLater, "the limit of the card is reached"),
        new("amount_too_large", DeclineClass.NeedsCustomer, "the amount exceeds the limit of the card"),
        new("invalid_amount", DeclineClass.NeedsCustomer, "the amount exceeds what the card allows"),
        new("authentication_required", DeclineClass.NeedsCustomer, "the bank requires you to confirm the payment"),
        new("call_issuer", DeclineClass.NeedsCustomer, "the bank declined the payment and asks you to call it"),
        new("card_not_supported", DeclineClass.NeedsCustomer, "the card doesn't support this kind of payment"),
        new("currency_not_supported", DeclineClass.NeedsCustomer, "the card doesn't support this currency"),
        new("expired_card", DeclineClass.NeedsCustomer, "the card has expired"),
        new("incorrect_address", DeclineClass.NeedsCustomer, WrongDetails),
        new("incorrect_cvc", DeclineClass.NeedsCustomer, WrongDetails),
        new("incorrect_zip", DeclineClass.NeedsCustomer, WrongDetails),
        new("invalid_cvc", DeclineClass.NeedsCustomer, WrongDetails),
        new("invalid_expiry_month", DeclineClass.NeedsCustomer, WrongDetails),
        new("invalid_expiry_year", DeclineClass.NeedsCustomer, WrongDetails),
        new("incorrect_number", DeclineClass.Never, WrongDetails),
        new("invalid_number", DeclineClass.Never, WrongDetails),
        new("incorrect_pin", DeclineClass.NeedsCustomer, "a PIN is required"),
        new("invalid_pin", DeclineClass.NeedsCustomer, "a PIN is required"),
        new("offline_pin_required", DeclineClass.NeedsCustomer, "a PIN is required"),
        new("online_or_offline_pin_required", DeclineClass.NeedsCustomer, "a PIN is required"),
        new("pin_try_exceeded", DeclineClass.NeedsCustomer, "the limit of PIN attempts is reached"),
        new("invalid_account", DeclineClass.NeedsCustomer, OtherCard),
        new("new_account_information_available", DeclineClass.NeedsCustomer, OtherCard),
        new("not_permitted", DeclineClass.NeedsCustomer, OtherCard),
        new("service_not_allowed", DeclineClass.NeedsCustomer, OtherCard),
        new("testmode_decline", DeclineClass.NeedsCustomer, "the card is a test card"),
        new("transaction_not_allowed", DeclineClass.Never, OtherCard),
        new("restricted_card", DeclineClass.Never, OtherCard),
        new("security_violation", DeclineClass.Never, OtherCard),
        new("fraudulent", DeclineClass.Never, Generic),
        new("merchant_blacklist", DeclineClass.Never, Generic),
        new("highest_risk_level", DeclineClass.Never, Generic),
        new("lost_card", DeclineClass.Never, Generic),
        new("stolen_card", DeclineClass.Never, Generic),
        new("pickup_card", DeclineClass.Never, Generic),
        new("stop_payment_order", DeclineClass.Never, "payments to us were stopped at the bank"),
        new("revocation_of_authorization", DeclineClass.Never, "payments to us were stopped at the bank"),
        new("revocation_of_all_authorizations", DeclineClass.Never, "payments to us were stopped at the bank"),
    }.ToDictionary(decline => decline.Code, StringComparer.Ordinal);

    /// <summary>All known codes.</summary>
    public static IReadOnlyCollection<Decline> Known => s_known.Values;

    /// <param name="code">Null if no attempt was declined, because there is no payment method.</param>
    /// <returns>An unknown code is treated like <c>generic_decline</c>, as Stripe recommends.</returns>
    public static Decline Of(string? code) =>
        code is null ? new("", DeclineClass.NeedsCustomer, "no payment method could be charged")
        : s_known.TryGetValue(code, out var decline) ? decline
        : new(code, DeclineClass.RetryLater, Generic);
}
