using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Copies of objects that others refer to, by account and id.</summary>
internal sealed class RelatedObjects
{
    private readonly Dictionary<(string Account, string Id), RelatedCopy> _objects;

    private RelatedObjects(IEnumerable<RelatedCopy> objects) => _objects = objects.ToDictionary(one => (one.AccountId, one.ObjectId));

    /// <param name="references">Ids of objects; those that are not copied are left out.</param>
    public static async Task<RelatedObjects> Load(IEnumerable<(string Account, string? Id)> references, UnitOfWork work)
    {
        (string Account, string? Id)[] asked = [.. references.Where(reference => reference.Id is not null).Distinct()];
        return new(
            asked.Length == 0
                ? []
                : await work.List<RelatedCopy>(
                    """
                    select o.account_id, o.object_id, o.customer, o.body::text as body
                      from unnest(@accounts, @ids) n(account_id, object_id)
                      join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = n.account_id and o.object_id = n.object_id
                    """,
                    new { accounts = asked.Select(reference => reference.Account).ToArray(), ids = asked.Select(reference => reference.Id).ToArray() }
                )
        );
    }

    /// <returns>Null if the object isn't copied, or if there is no reference.</returns>
    public JsonElement? Find(string account, string? id) => id is not null && _objects.TryGetValue((account, id), out var found) ? found.Json : null;

    /// <returns>Whether the object is copied, even if it was deleted since.</returns>
    public bool Has(string account, string? id) => id is not null && _objects.ContainsKey((account, id));

    /// <returns>cus_… of the customer that the object belongs to.</returns>
    public string? CustomerOf(string account, string? id) => id is not null && _objects.TryGetValue((account, id), out var found) ? found.Customer : null;

    private sealed record RelatedCopy(string AccountId, string ObjectId, string? Customer, string Body)
    {
        public JsonElement Json { get; } = JsonSerializer.Deserialize<JsonElement>(Body);
    }
}
