using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Objects with the billing records that replace their previous ones.</summary>
internal abstract class ProjectionBatch(IReadOnlyList<MirroredObject> objects, IEnumerable<string> tenants)
{
    /// <summary>Previous and new tenants of the records, and the platform.</summary>
    public IReadOnlyCollection<string> Tenants { get; } = [.. tenants.Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)];

    /// <summary>Writes the records. An object that was read again in the meantime stays to be projected.</summary>
    public void Store(UnitOfWork work)
    {
        Write(work);
        work.Defer(
            """
            update stripe.objects o set is_projected = true
              from unnest(@accounts, @ids, @times) n(account_id, object_id, read_at)
             where o.tenant_id = 'tnt_platform' and o.account_id = n.account_id and o.object_id = n.object_id and o.read_at = n.read_at
            """,
            new
            {
                accounts = objects.Select(one => one.AccountId).ToArray(),
                ids = objects.Select(one => one.ObjectId).ToArray(),
                times = objects.Select(one => one.ReadAt).ToArray(),
            }
        );
        Requeue(work);
    }

    /// <summary>Writes the records of all objects.</summary>
    protected abstract void Write(UnitOfWork work);

    /// <summary>Marks objects whose records depend on these, because one may have arrived before the other.</summary>
    protected abstract void Requeue(UnitOfWork work);

    /// <param name="condition">Condition on <c>o</c> that uses <c>@values</c>.</param>
    protected static void Requeue(string condition, IEnumerable<string?> values, UnitOfWork work)
    {
        string[] given = [.. values.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (given.Length > 0)
            work.Defer(
                $"update stripe.objects o set is_projected = false where o.tenant_id = 'tnt_platform' and o.is_projected and {condition}",
                new { values = given }
            );
    }

    protected static void Replace(BillingTable table, IReadOnlyList<MirroredObject> replaced, IReadOnlyList<object> rows, UnitOfWork work)
    {
        if (replaced.Count > 0)
            BillingRecords.Replace(table, [.. replaced.Select(one => one.Key)], Json.Element(rows), work);
    }
}
