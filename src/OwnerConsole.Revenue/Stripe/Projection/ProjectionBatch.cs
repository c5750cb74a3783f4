using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Objects with the billing records that replace their previous ones.</summary>
/// <param name="tenants">Previous and new tenants of the records.</param>
/// <param name="owners">Tenants of the customers involved when the batch was loaded.</param>
/// <param name="dependents">Objects whose records depend on these, because one may have arrived before the other.</param>
internal abstract class ProjectionBatch(
    IReadOnlyList<MirroredObject> objects,
    IEnumerable<string> tenants,
    IReadOnlyDictionary<(string Account, string Id), string> owners,
    IReadOnlyCollection<(string Account, string Id)> dependents
)
{
    /// <summary>Previous and new tenants of the records, and the platform.</summary>
    public IReadOnlyCollection<string> Tenants { get; } = [.. tenants.Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)];

    /// <summary>Disputes without a record that need a response. Those that existed before the connection are not new.</summary>
    public virtual IReadOnlyList<NewDispute> NewDisputes => [];

    /// <summary>Writes the records. An object that was read again in the meantime stays to be projected.</summary>
    /// <returns>False if a customer has moved to another tenant since the batch was loaded, so that it must be loaded again.</returns>
    public async Task<bool> TryStore(UnitOfWork work)
    {
        if (!await LockOwners(work))
            return false;
        Write(work);
        work.Defer(
            """
            update stripe.objects o set is_projected = true
              from unnest(@accounts, @modes, @ids, @times) n(account_id, mode, object_id, read_at)
             where o.tenant_id = 'tnt_platform' and o.account_id = n.account_id and o.object_id = n.object_id and o.mode = n.mode and o.read_at = n.read_at
            """,
            new
            {
                accounts = objects.Select(one => one.AccountId).ToArray(),
                modes = objects.Select(one => one.Mode.ToText()).ToArray(),
                ids = objects.Select(one => one.ObjectId).ToArray(),
                times = objects.Select(one => one.ReadAt).ToArray(),
            }
        );
        if (dependents.Count > 0)
            work.Defer(
                """
                update stripe.objects o set is_projected = false
                  from unnest(@accounts, @ids) n(account_id, object_id)
                 where o.tenant_id = 'tnt_platform' and o.account_id = n.account_id and o.object_id = n.object_id and o.is_projected
                """,
                new { accounts = dependents.Select(one => one.Account).ToArray(), ids = dependents.Select(one => one.Id).ToArray() }
            );
        return true;
    }

    /// <summary>Writes the records of all objects.</summary>
    protected abstract void Write(UnitOfWork work);

    /// <param name="condition">Condition on <c>o</c> that uses <c>@values</c>.</param>
    /// <param name="work">Reads all tenants, because under row-level security the indexes of expressions can't be used.</param>
    protected static async Task<IReadOnlyList<(string Account, string Id)>> FindDependents(string condition, IEnumerable<string?> values, UnitOfWork work)
    {
        string[] given = [.. values.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (given.Length == 0)
            return [];
        var found = await work.List<ObjectKey>(
            $"select o.account_id, o.object_id from stripe.objects o where o.tenant_id = 'tnt_platform' and {condition}",
            new { values = given }
        );
        return [.. found.Select(key => (key.AccountId, key.ObjectId))];
    }

    protected static void Replace(BillingTable table, IReadOnlyList<MirroredObject> replaced, IReadOnlyList<object> rows, UnitOfWork work)
    {
        if (replaced.Count > 0)
            BillingRecords.Replace(table, [.. replaced.Select(one => one.Key)], Json.Element(rows), work);
    }

    /// <summary>Prevents a match from moving customers until the commit.</summary>
    /// <returns>False if one was moved since the batch was loaded.</returns>
    private async Task<bool> LockOwners(UnitOfWork work) =>
        owners.Count == 0
        || owners.Count
            == await work.One<int>(
                """
                select count(*)::int
                  from (select 1 from unnest(@accounts, @customers, @tenants) n(account_id, id, tenant_id)
                          join billing.customers c on c.account_id = n.account_id and c.id = n.id and c.tenant_id = n.tenant_id
                           for share of c) x
                """,
                new
                {
                    accounts = owners.Keys.Select(key => key.Account).ToArray(),
                    customers = owners.Keys.Select(key => key.Id).ToArray(),
                    tenants = owners.Values.ToArray(),
                }
            );

    private sealed record ObjectKey(string AccountId, string ObjectId);
}
