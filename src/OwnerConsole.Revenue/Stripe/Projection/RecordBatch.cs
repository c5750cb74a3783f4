using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Stripe.Writes;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Objects other than customers. Each record belongs to the tenant of its customer.</summary>
internal sealed class RecordBatch : ProjectionBatch
{
    private static readonly IReadOnlyDictionary<string, BillingTable> s_tables = RecordFields
        .Tables.Where(table => table.Value is not BillingTable.Customers)
        .ToDictionary(StringComparer.Ordinal);

    private readonly IReadOnlyList<MirroredObject> _objects;

    private readonly RelatedObjects _related;

    private readonly MrrHistory _mrr;

    private readonly IReadOnlyDictionary<(string Account, string Id), string> _owners,
        _invoices;

    private readonly IReadOnlyDictionary<string, string?> _disputeNames;

    private RecordBatch(
        IReadOnlyList<MirroredObject> objects,
        RelatedObjects related,
        MrrHistory mrr,
        IReadOnlyDictionary<(string Account, string Id), string> owners,
        IReadOnlyDictionary<(string Account, string Id), string> invoices,
        IReadOnlyDictionary<string, string?> disputeNames,
        IEnumerable<string> previous,
        IReadOnlyCollection<(string Account, string Id)> dependents
    )
        : base(objects, owners.Values.Concat(previous), owners, dependents) =>
        (_objects, _related, _mrr, _owners, _invoices, _disputeNames) = (objects, related, mrr, owners, invoices, disputeNames);

    public override IReadOnlyList<NewDispute> NewDisputes =>
        [
            .. _objects
                .Where(one => _disputeNames.ContainsKey(one.ObjectId) && RecordRows.NeedsResponse(one.Json))
                .Select(one => new NewDispute(
                    one.Mode,
                    TenantOf(one),
                    one.ObjectId,
                    _disputeNames[one.ObjectId],
                    one.Json.Reference("charge"),
                    one.Json.Whole("amount") ?? 0,
                    one.Json.Currency() ?? RecordRows.UnknownCurrency,
                    one.Json.Text("reason") ?? RecordRows.UnknownReason,
                    one.Json.Time("evidence_details", "due_by")
                )),
        ];

    public static async Task<RecordBatch> Load(IReadOnlyList<MirroredObject> objects, UnitOfWork work)
    {
        var related = await RelatedObjects.Load(objects.SelectMany(References), work);
        var customers = objects.Select(one => (one.AccountId, Id: CustomerOf(one, related))).Where(customer => customer.Id is not null);
        var owners = await CustomerTenants.Find([.. customers.Select(customer => (customer.AccountId, customer.Id!)).Distinct()], work); // the null ones are left out
        var previous = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (type, table) in s_tables)
            previous.UnionWith(await BillingRecords.FindTenants(table, [.. objects.Where(one => one.Type == type).Select(one => one.Key)], work));
        var disputes = objects
            .Where(one => one is { Type: "dispute", HasContent: true })
            .Select(one => (one.AccountId, one.Mode, one.ObjectId, CustomerOf(one, related), one.Json.Time("created")));
        var disputeNames = await FindNewDisputes([.. disputes], work);
        var mrr = await MrrHistory.Load([.. objects.Where(one => one.Type == "subscription").Select(one => one.Key)], work);
        return new(objects, related, mrr, owners, await FindInvoices(objects, work), disputeNames, previous, await FindDependents(objects, work));
    }

    protected override void Write(UnitOfWork work)
    {
        foreach (var (type, table) in s_tables)
        {
            IReadOnlyList<MirroredObject> ofType = [.. _objects.Where(one => one.Type == type)];
            Replace(table, ofType, [.. ofType.Select(Row).OfType<object>()], work);
            if (BillingRecords.KindOf(table) is { } kind && ofType.Count > 0)
                work.NameById([.. ofType.Select(one => (one.ObjectId, TenantOf(one)))], kind);
        }
        IReadOnlyList<MirroredObject> subscriptions = [.. _objects.Where(one => one.Type == "subscription")];
        SubscriptionMrrRecords.Move([.. subscriptions.Select(one => (one.AccountId, one.ObjectId, TenantOf(one)))], work);
        IReadOnlyList<object> changes = [.. subscriptions.SelectMany(MrrChanges)];
        if (changes.Count > 0)
            SubscriptionMrrRecords.Append(Json.Element(changes), work);
        SetNames("price", price => RecordRows.PriceName(price, Product(price)), work);
        SetNames("coupon", coupon => StripeCoupon.NameOf(coupon.ObjectId, coupon.Json), work);
    }

    private IEnumerable<object> MrrChanges(MirroredObject subscription) =>
        CustomerOf(subscription, _related) is { } customer ? _mrr.Rows(subscription, TenantOf(subscription), customer, _related) : [];

    /// <summary>Sentences about subscriptions mention prices and coupons by name.</summary>
    private void SetNames(string type, Func<MirroredObject, string> name, UnitOfWork work)
    {
        IReadOnlyList<(string, string)> named = [.. _objects.Where(one => one.Type == type && one.HasContent).Select(one => (one.ObjectId, name(one)))];
        if (named.Count > 0)
            work.SetNames(named, $"stripe_{type}");
    }

    private JsonElement? Product(MirroredObject price) => _related.Find(price, price.Json.Reference("product"));

    private static async Task<IReadOnlyCollection<(string Account, string Id)>> FindDependents(IReadOnlyList<MirroredObject> objects, UnitOfWork work)
    {
        IEnumerable<string> Ids(string type) => objects.Where(one => one.Type == type).Select(one => one.ObjectId);
        return
        [
            .. await FindDependents("o.type = 'price' and o.body->>'product' = any(@values)", Ids("product"), work),
            .. await FindDependents(
                "o.type = 'subscription' and (o.account_id, o.object_id) in (select s.account_id, s.id from billing.subscriptions s where s.prices && @values)",
                Ids("price"),
                work
            ),
            .. await FindDependents(
                "o.type = 'subscription' and jsonb_path_exists(o.body, '$.**.coupon ? (@ == $coupons[*])', jsonb_build_object('coupons', to_jsonb(@values)))",
                Ids("coupon"),
                work
            ),
            .. await FindDependents(
                "o.type = 'customer' and o.object_id = any(@values)",
                objects.Where(one => one.Type == "payment_method").Select(one => one.Customer),
                work
            ),
            .. await FindDependents(
                "o.type = 'charge' and o.body->>'payment_intent' = any(@values)",
                Ids("payment_intent")
                    .Concat(
                        objects.Where(one => one.Type == "invoice_payment").Select(one => one.Json.Reference("payment", "payment_intent")).OfType<string>()
                    ),
                work
            ),
            .. await FindDependents("o.type in ('refund', 'dispute') and o.body->>'charge' = any(@values)", Ids("charge"), work),
        ];
    }

    /// <returns>The columns of the record; null if there is nothing to show.</returns>
    private object? Row(MirroredObject source)
    {
        if (!source.HasContent)
            return null;
        var (customer, tenant) = (CustomerOf(source, _related), TenantOf(source));
        return source.Type switch
        {
            "price" => RecordRows.Price(source, Product(source)),
            "subscription" when customer is not null => SubscriptionRow.Of(source, tenant, customer, _related),
            "invoice" when customer is not null && !source.IsDeleted => RecordRows.Invoice(source, tenant, customer),
            "charge" => RecordRows.Payment(source, tenant, customer, Intent(source), InvoiceOf(source)),
            "refund" => RecordRows.Refund(source, tenant, customer),
            "dispute" => RecordRows.Dispute(source, tenant, customer),
            _ => null,
        };
    }

    private string TenantOf(MirroredObject source) =>
        CustomerOf(source, _related) is { } customer ? _owners.GetValueOrDefault((source.AccountId, customer), IdGenerator.Platform) : IdGenerator.Platform;

    private JsonElement? Intent(MirroredObject charge) => _related.Find(charge, charge.Json.Reference("payment_intent"));

    private string? InvoiceOf(MirroredObject charge) =>
        charge.Json.Reference("payment_intent") is { } intent ? _invoices.GetValueOrDefault((charge.AccountId, intent)) : null;

    /// <summary>Refunds and disputes often name only their charge.</summary>
    private static string? CustomerOf(MirroredObject source, RelatedObjects related) =>
        source.Customer ?? related.CustomerOf(source, source.Json.Reference("charge"));

    /// <returns>Objects that the record is made from as well.</returns>
    private static IEnumerable<(string Account, Mode Mode, string? Id)> References(MirroredObject source) =>
        (
            source.Type switch
            {
                "price" => [source.Json.Reference("product")],
                "subscription" => StripeTerms.References(source.Json),
                "charge" => [source.Json.Reference("payment_intent")],
                "refund" or "dispute" => [source.Json.Reference("charge")],
                _ => Array.Empty<string?>(),
            }
        ).Select(id => (source.AccountId, source.Mode, id));

    /// <returns>Invoices by the payment intents that paid them.</returns>
    private static async Task<IReadOnlyDictionary<(string Account, string Id), string>> FindInvoices(IReadOnlyList<MirroredObject> objects, UnitOfWork work)
    {
        (string Account, string? Id)[] intents =
        [
            .. objects
                .Where(one => one.Type == "charge")
                .Select(one => (one.AccountId, one.Json.Reference("payment_intent")))
                .Where(intent => intent.Item2 is not null),
        ];
        return (
            await work.List<PaidInvoice>(
                """
                select distinct on (n.account_id, n.intent_id) n.account_id, n.intent_id, o.body->>'invoice' as invoice_id
                  from unnest(@accounts, @ids) n(account_id, intent_id)
                  join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = n.account_id
                   and o.type = 'invoice_payment' and o.body->'payment'->>'payment_intent' = n.intent_id
                 where o.body->>'invoice' is not null
                 order by n.account_id, n.intent_id, o.object_id
                """,
                new { accounts = intents.Select(intent => intent.Account).ToArray(), ids = intents.Select(intent => intent.Id).ToArray() }
            )
        ).ToDictionary(paid => (paid.AccountId, paid.IntentId), paid => paid.InvoiceId);
    }

    /// <returns>Disputes without a record that are newer than the connection, with the name of the tenant or the customer.</returns>
    private static async Task<IReadOnlyDictionary<string, string?>> FindNewDisputes(
        IReadOnlyList<(string Account, Mode Mode, string Id, string? Customer, DateTimeOffset? CreatedAt)> disputes,
        UnitOfWork work
    ) =>
        disputes.Count == 0
            ? new Dictionary<string, string?>()
            : (
                await work.List<DisputeName>(
                    """
                    select n.id, coalesce(t.name, c.name) as name
                      from unnest(@accounts, @modes, @ids, @customers, @times) n(account_id, mode, id, customer_id, created_at)
                      join stripe.backfills b on b.tenant_id = 'tnt_platform' and b.account_id = n.account_id and b.mode = n.mode and b.type = 'dispute'
                       and n.created_at >= date_trunc('second', b.started_at) -- Stripe's times are whole seconds
                      left join billing.customers c on c.account_id = n.account_id and c.id = n.customer_id
                      left join core.tenants t on t.tenant_id = c.tenant_id
                     where not exists (select from billing.disputes d where d.account_id = n.account_id and d.id = n.id)
                    """,
                    new
                    {
                        accounts = disputes.Select(dispute => dispute.Account).ToArray(),
                        modes = disputes.Select(dispute => dispute.Mode.ToText()).ToArray(),
                        ids = disputes.Select(dispute => dispute.Id).ToArray(),
                        customers = disputes.Select(dispute => dispute.Customer).ToArray(),
                        times = disputes.Select(dispute => dispute.CreatedAt).ToArray(),
                    }
                )
            ).ToDictionary(row => row.Id, row => row.Name);

    private sealed record DisputeName(string Id, string? Name);

    private sealed record PaidInvoice(string AccountId, string IntentId, string InvoiceId);
}
