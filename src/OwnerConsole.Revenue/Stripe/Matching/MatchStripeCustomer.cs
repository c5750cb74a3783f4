using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Matching;

/// <summary>Makes a Stripe customer with its subscriptions, invoices and payments belong to a tenant.</summary>
public sealed class MatchStripeCustomer(Database database) : Operation<StripeCustomerFacts, MatchStripeCustomer.Input>
{
    public const string Name = "stripe_customer.match";

    private const string ByPerson = "person";

    public sealed record Input(
        [Lookup("tenant")]
        [StringLength(204)]
        [Description("ID of the tenant, or ext: followed by your ID. Leave blank for the proposed tenant.")]
            string? Tenant = null
    );

    public override OperationDefinition Definition =>
        new(Name, "Match customer", "matched")
        {
            Noun = "customer",
            Synonyms = "link, assign, stripe customer, unmatched",
            RestoredByUndo = "The customer belongs to no tenant again, unless its metadata or your application names one.",
        };

    public override Task<IReadOnlyList<StripeCustomerFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        StripeCustomerFacts.Load(ids, string.IsNullOrWhiteSpace(input.Tenant) ? null : input.Tenant.Trim(), database, work);

    public override Refusal? Refuse(StripeCustomerFacts customer, Input input) =>
        customer switch
        {
            { MatchedTenant: { } tenant } => new(
                "already_matched",
                $"{customer} belongs to {new EntityReference(tenant)}. A customer can belong to one tenant only. Remove that match first."
            ),
            { IsDeleted: true } => new("deleted", $"{customer} was deleted in Stripe."),
            { Target: null } when string.IsNullOrWhiteSpace(input.Tenant) => new("no_proposal", $"No tenant is proposed for {customer}. Choose one."),
            { Target: null } => new("unknown_tenant", $"There is no tenant with this ID in the mode of {customer}."),
            _ => null,
        };

    public override Decision Decide(StripeCustomerFacts customer, Input input) =>
        new(
            $"{customer} will belong to {new EntityReference(customer.Target!)}, with its subscriptions, invoices and payments.", // Refuse checks it
            new Effect("tenant", customer.MatchedTenant, customer.Target)
        )
        {
            Created = customer.Target,
        };

    public override async Task Execute(IReadOnlyList<StripeCustomerFacts> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into stripe.customer_matches (tenant_id, account_id, customer_id, opened_by, opened_at)
            select n.tenant_id, n.account_id, n.customer_id, @run, clock_timestamp() from unnest(@tenants, @accounts, @customers) n(tenant_id, account_id, customer_id)
            """,
            new
            {
                run = work.RunId,
                tenants = accepted.Select(customer => customer.Target).ToArray(),
                accounts = accepted.Select(customer => customer.AccountId).ToArray(),
                customers = accepted.Select(customer => customer.CustomerId).ToArray(),
            }
        );
        await BillingRecords.MoveCustomers(
            [.. accepted.Select(customer => (customer.AccountId, customer.CustomerId, IdGenerator.Platform, customer.Target!))], // never null: Refuse checks it
            ByPerson,
            work
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<StripeCustomerFacts> subjects, string undoneRun, UnitOfWork work) =>
        CustomerMatches.Remove(subjects, ids => CustomerMatches.Rows.CloseOpenedBy(ids, undoneRun, work), work);
}
