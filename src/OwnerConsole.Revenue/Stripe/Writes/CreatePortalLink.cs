using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Creates a link to Stripe's customer portal, which needs no sign-in. The run shows it once to the person who requested it.</summary>
public sealed class CreatePortalLink : CustomerOperation<NoInput>
{
    /// <summary>Stripe's links expire after a few minutes if they are not opened.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);

    public override OperationDefinition Definition =>
        new("stripe_customer.create_portal_link", "Create portal link", "created")
        {
            Noun = "portal link",
            Group = ActionGroup.Access,
            Reversal = Reversal.Never,
            IsExternal = true,
            ExternalSystem = "Stripe",
            ShowsSecretOnce = true,
            Synonyms = "customer portal, billing portal, self-service, update card",
        };

    public override Decision Decide(StripeCustomer customer, NoInput input) =>
        new($"A link to the customer portal of {customer} will be created. Anyone with the link can change payment methods and subscriptions.");

    protected override StripeCall CreateCall(StripeCustomer customer, NoInput input) =>
        new(
            "/v1/billing_portal/sessions",
            Sentence.Say($"The portal link of {customer} was created. It can be shown once, within {s_lifetime.Minutes:minute}."),
            [("customer", customer.Id)]
        )
        {
            Secret = new("url", s_lifetime),
        };
}
