using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Matching;

/// <summary>Reverts a person's decision about the tenant of a Stripe customer.</summary>
public sealed class UnmatchStripeCustomer(Database database) : Operation<StripeCustomerFacts, NoInput>
{
    public const string Name = "stripe_customer.unmatch";

    public override OperationDefinition Definition =>
        new(Name, "Remove match", "removed")
        {
            Noun = "match",
            Synonyms = "unlink, stripe customer",
            RestoredByUndo = "The customer belongs to the tenant again, unless it was matched with another one since.",
        };

    public override Task<IReadOnlyList<StripeCustomerFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        StripeCustomerFacts.Load(ids, null, database, work);

    public override Refusal? Refuse(StripeCustomerFacts customer, NoInput input) =>
        customer.MatchedBy switch
        {
            null => new("not_matched", $"{customer} belongs to no tenant."),
            "metadata" => new("named_by_metadata", $"The metadata of {customer} names its tenant. Change it in Stripe."),
            "report" => new("named_by_report", $"Your application reports {customer} for its tenant. Change stripe_customer_ids there."),
            _ => null,
        };

    public override Decision Decide(StripeCustomerFacts customer, NoInput input) =>
        new(
            $"{customer} will no longer belong to {new EntityReference(customer.MatchedTenant!)}, with its subscriptions, invoices and payments.", // Refuse checks it
            new Effect("tenant", customer.MatchedTenant, null)
        );

    public override Task Execute(IReadOnlyList<StripeCustomerFacts> accepted, NoInput input, UnitOfWork work) =>
        CustomerMatches.Remove(accepted, ids => CustomerMatches.Rows.Close(ids, work), work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<StripeCustomerFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var unmatched = subjects.Where(customer => customer.MatchedTenant is null).Select(customer => customer.CustomerId).ToList();
        var restored = await CustomerMatches.Rows.Reopen(unmatched, undoneRun, work);
        var tenants = await CustomerMatches.Find(restored, work);
        await BillingRecords.MoveCustomers(
            [.. tenants.Select(match => (match.AccountId, match.CustomerId, IdGenerator.Platform, match.TenantId))],
            "person",
            work
        );
        return restored;
    }
}
