using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Vocabulary;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Explains why Stripe refused a change. The log contains no text of others, so the sentences are ours and Stripe's code is added.</summary>
internal static partial class StripeRefusal
{
    private const string Unknown = "refused";

    /// <returns>The bank's decline code if there is one, else Stripe's error code.</returns>
    public static string CodeOf(StripeException refused) =>
        new[] { refused.StripeError?.DeclineCode, refused.StripeError?.Code }.FirstOrDefault(code => code is not null && Code().IsMatch(code)) ?? Unknown;

    public static Sentence Explain(EntityReference subject, string code) =>
        code switch
        {
            "insufficient_funds" => Sentence.Say($"The payment of {subject} was declined: the card has insufficient funds. Try again later."),
            "expired_card" => Sentence.Say($"The payment of {subject} was declined: the card has expired. The customer must add another one."),
            "lost_card" or "stolen_card" or "pickup_card" => Sentence.Say(
                $"The payment of {subject} was declined: the card is reported lost or stolen. The customer must add another one."
            ),
            "authentication_required" or "invoice_payment_intent_requires_action" or "subscription_payment_intent_requires_action" => Sentence.Say(
                $"The bank wants the customer to confirm the payment of {subject}. Send the invoice, so that the customer can pay on its page."
            ),
            "generic_decline" or "card_declined" or "do_not_honor" or "try_again_later" or "processing_error" => Sentence.Say(
                $"The bank declined the payment of {subject} without a reason. Try again later, or ask the customer for another card."
            ),
            "charge_already_refunded" => Sentence.Say($"{subject} is already refunded in full."),
            "coupon_expired" => Sentence.Say($"The coupon for {subject} has expired in Stripe."),
            "email_invalid" => Sentence.Say($"Stripe doesn't accept the email of {subject}."),
            "resource_missing" => Sentence.Say($"Stripe doesn't find what the change of {subject} needs, such as a payment method of the customer."),
            Unknown => Sentence.Say($"Stripe refused the change of {subject}."),
            _ => WithCode(subject, code),
        };

    private static Sentence WithCode(EntityReference subject, string code)
    {
        var sentence = Sentence.Say($"Stripe refused the change of {subject}. Code: ");
        sentence.AppendKnown(code);
        return sentence;
    }

    [GeneratedRegex("^[a-z0-9_]{1,80}$", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
