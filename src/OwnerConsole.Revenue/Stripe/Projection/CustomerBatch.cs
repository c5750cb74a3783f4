using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Stripe.Matching;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Customers, with the tenants that they belong to.</summary>
internal sealed class CustomerBatch : ProjectionBatch
{
    private readonly IReadOnlyList<MirroredObject> _customers;

    private readonly IReadOnlyDictionary<(string Account, string Id), CustomerOwner> _owners;

    private readonly IReadOnlyDictionary<(string Account, string Id), JsonElement> _cards;

    private CustomerBatch(
        IReadOnlyList<MirroredObject> customers,
        IReadOnlyDictionary<(string Account, string Id), CustomerOwner> owners,
        IReadOnlyDictionary<(string Account, string Id), string> previous,
        IReadOnlyDictionary<(string Account, string Id), JsonElement> cards,
        IReadOnlyCollection<(string Account, string Id)> dependents
    )
        : base(customers, owners.Values.Select(owner => owner.TenantId).OfType<string>().Concat(previous.Values), previous, dependents) =>
        (_customers, _owners, _cards) = (customers, owners, cards);

    public static async Task<CustomerBatch> Load(IReadOnlyList<MirroredObject> customers, UnitOfWork work)
    {
        (string Account, string Id)[] keys = [.. customers.Select(customer => customer.Key)];
        var (owners, previous) = (await CustomerOwners.Resolve(keys, work), await CustomerTenants.Find(keys, work));
        // The records of a customer follow it to another tenant.
        var moved = keys.Where(key => TenantOf(key, owners) != previous.GetValueOrDefault(key, IdGenerator.Platform)).Select(key => key.Id);
        var dependents = await FindDependents("o.type <> 'customer' and o.customer = any(@values)", moved, work);
        return new(customers, owners, previous, await FindCards(customers, work), dependents);
    }

    protected override void Write(UnitOfWork work)
    {
        Replace(BillingTable.Customers, _customers, [.. _customers.Where(customer => customer.HasContent).Select(Row)], work);
        work.NameById([.. _customers.Select(customer => (customer.ObjectId, TenantOf(customer)))], "stripe_customer"); // personal data stays in the record
    }

    private string TenantOf(MirroredObject customer) => TenantOf(customer.Key, _owners);

    private static string TenantOf((string Account, string Id) customer, IReadOnlyDictionary<(string Account, string Id), CustomerOwner> owners) =>
        owners.GetValueOrDefault(customer)?.TenantId ?? IdGenerator.Platform;

    private object Row(MirroredObject customer)
    {
        var (body, owner) = (customer.Json, _owners.GetValueOrDefault(customer.Key));
        JsonElement? card = _cards.TryGetValue(customer.Key, out var method) ? method : null;
        return new
        {
            TenantId = TenantOf(customer),
            customer.AccountId,
            Id = customer.ObjectId,
            customer.Mode,
            Name = body.Text("name"),
            Email = body.Text("email"),
            Currency = body.Currency(),
            BalanceMinor = body.Whole("balance") ?? 0,
            IsDelinquent = body.Flag("delinquent"),
            Card = card is { } shown ? CardText.Of(shown) : null,
            CardEndsAt = card is { } expiring ? CardText.EndOf(expiring) : null,
            owner?.MatchedBy,
            ProposedTenant = owner?.OpenProposal,
            owner?.Conflict,
            CreatedAt = body.Time("created") ?? customer.ReadAt,
            DeletedAt = customer.IsDeleted ? customer.ReadAt : (DateTimeOffset?)null,
            SyncedAt = customer.ReadAt,
        };
    }

    /// <returns>The default payment method of each customer, or the newest if none is the default.</returns>
    private static async Task<IReadOnlyDictionary<(string Account, string Id), JsonElement>> FindCards(IReadOnlyList<MirroredObject> customers, UnitOfWork work)
    {
        var methods = await work.List<Method>(
            """
            select distinct on (o.account_id, o.customer) o.account_id, o.customer as customer_id, o.body::text as body
              from unnest(@accounts, @ids, @defaults) n(account_id, customer, method)
              join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = n.account_id and o.customer = n.customer
             where o.type = 'payment_method' and not o.is_deleted
             order by o.account_id, o.customer, (o.object_id = n.method) desc nulls last, o.body->>'created' desc
            """,
            new
            {
                accounts = customers.Select(customer => customer.AccountId).ToArray(),
                ids = customers.Select(customer => customer.ObjectId).ToArray(),
                defaults = customers.Select(customer => customer.Json.Reference("invoice_settings", "default_payment_method")).ToArray(),
            }
        );
        return methods.ToDictionary(method => (method.AccountId, method.CustomerId), method => JsonSerializer.Deserialize<JsonElement>(method.Body));
    }

    private sealed record Method(string AccountId, string CustomerId, string Body);
}
