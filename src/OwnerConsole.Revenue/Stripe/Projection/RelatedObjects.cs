using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Copies of objects that others refer to. Live and test mode can have objects with the same id, because people choose ids of coupons and products.</summary>
internal sealed class RelatedObjects
{
    private readonly Dictionary<(string Account, Mode Mode, string Id), RelatedCopy> _objects;

    private RelatedObjects(IEnumerable<RelatedCopy> objects) => _objects = objects.ToDictionary(one => (one.AccountId, one.Mode, one.ObjectId));

    /// <param name="references">Ids of objects; those that are not copied are left out.</param>
    public static async Task<RelatedObjects> Load(IEnumerable<(string Account, Mode Mode, string? Id)> references, UnitOfWork work)
    {
        (string Account, Mode Mode, string? Id)[] asked = [.. references.Where(reference => reference.Id is not null).Distinct()];
        return new(
            asked.Length == 0
                ? []
                : await work.List<RelatedCopy>(
                    """
                    select o.account_id, o.mode, o.object_id, o.customer, o.body::text as body
                      from unnest(@accounts, @modes, @ids) n(account_id, mode, object_id)
                      join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = n.account_id and o.object_id = n.object_id and o.mode = n.mode
                    """,
                    new
                    {
                        accounts = asked.Select(reference => reference.Account).ToArray(),
                        modes = asked.Select(reference => reference.Mode.ToText()).ToArray(),
                        ids = asked.Select(reference => reference.Id).ToArray(),
                    }
                )
        );
    }

    /// <param name="source">Object that refers to it.</param>
    /// <returns>Null if the object isn't copied, or if there is no reference.</returns>
    public JsonElement? Find(MirroredObject source, string? id) =>
        id is not null && _objects.TryGetValue((source.AccountId, source.Mode, id), out var found) ? found.Json : null;

    /// <inheritdoc cref="Find" path="/param"/>
    /// <returns>Whether the object is copied, even if it was deleted since.</returns>
    public bool Has(MirroredObject source, string? id) => id is not null && _objects.ContainsKey((source.AccountId, source.Mode, id));

    /// <inheritdoc cref="Find" path="/param"/>
    /// <returns>cus_… of the customer that the object belongs to.</returns>
    public string? CustomerOf(MirroredObject source, string? id) =>
        id is not null && _objects.TryGetValue((source.AccountId, source.Mode, id), out var found) ? found.Customer : null;

    private sealed record RelatedCopy(string AccountId, Mode Mode, string ObjectId, string? Customer, string Body)
    {
        public JsonElement Json { get; } = JsonSerializer.Deserialize<JsonElement>(Body);
    }
}
