using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace FakeStripe.State;

/// <summary>All resources of the account in memory, one JSON object per id. Deleted ones stay as tombstones.</summary>
internal sealed class Store(bool isLive, Func<long> now)
{
    private static readonly Dictionary<string, string> s_prefixes = new()
    {
        ["product"] = "prod",
        ["price"] = "price",
        ["coupon"] = "co",
        ["promotion_code"] = "promo",
        ["discount"] = "di",
        ["customer"] = "cus",
        ["customer_balance_transaction"] = "cbtxn",
        ["payment_method"] = "pm",
        ["subscription"] = "sub",
        ["subscription_item"] = "si",
        ["subscription_schedule"] = "sub_sched",
        ["invoice"] = "in",
        ["invoiceitem"] = "ii",
        ["line_item"] = "il",
        ["invoice_payment"] = "inpay",
        ["payment_intent"] = "pi",
        ["charge"] = "ch",
        ["refund"] = "re",
        ["credit_note"] = "cn",
        ["credit_note_line_item"] = "cnli",
        ["dispute"] = "du",
        ["balance_transaction"] = "txn",
        ["billing_portal.session"] = "bps",
        ["event"] = "evt",
        ["webhook_endpoint"] = "we",
        ["test_helpers.test_clock"] = "clock",
    };

    /// <summary>Part of every id: two servers never give the same, because their objects can meet in one database.</summary>
    public string Seed { get; private set; } = RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz", 8);

    private readonly Dictionary<string, JsonObject> _byId = [];
    private readonly Dictionary<string, List<JsonObject>> _byType = [];

    /// <summary>Number in the last id.</summary>
    public long Last { get; private set; }

    public bool IsEmpty => _byId.Count == 0;

    /// <summary>All resources of all types, the oldest of each type first.</summary>
    public IReadOnlyList<JsonObject> Resources => [.. _byType.Values.SelectMany(all => all)];

    /// <summary>Continues with a saved state, in a store that is empty.</summary>
    public void Load(SavedState saved)
    {
        (Seed, Last) = (saved.Seed, saved.Last);
        foreach (var resource in saved.Resources)
            Add(resource);
    }

    /// <returns>A new resource with id, time and mode that is not stored yet.</returns>
    public JsonObject New(string type, string? id = null)
    {
        var made = Shapes.Of(type);
        made["id"] = id ?? NextId(type == "checkout.session" ? (isLive ? "cs_live" : "cs_test") : s_prefixes[type]);
        if (made.ContainsKey("created"))
            made["created"] = now();
        if (made.ContainsKey("livemode"))
            made["livemode"] = isLive;
        return made;
    }

    public string NextId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}_1{Seed}{++Last:D6}");

    public JsonObject Add(JsonObject made)
    {
        if (!_byId.TryAdd(made.Text("id")!, made))
            throw StripeError.Invalid($"The id {made.Text("id")} is in use.", "id", "resource_already_exists");
        OfType(made.Text("object")!).Add(made);
        return made;
    }

    /// <returns>Null for an unknown id; deleted resources are returned as tombstones.</returns>
    public JsonObject? Find(string? id) => id is not null && _byId.TryGetValue(id, out var found) ? found : null;

    /// <exception cref="StripeError">404: no resource of this type has the id, or it was deleted.</exception>
    public JsonObject Get(string type, string? id, string param = "id") =>
        Find(id) is { } found && found.Text("object") == type && !found.Flag("deleted")
            ? found
            : throw StripeError.Missing($"No such {type.Replace('_', ' ')}: '{id}'", param);

    /// <returns>Resources of a type that are not deleted, newest first.</returns>
    public IReadOnlyList<JsonObject> All(string type)
    {
        var living = OfType(type).Where(resource => !resource.Flag("deleted")).Reverse();
        return [.. living.OrderByDescending(resource => resource.Number("created") ?? 0)];
    }

    /// <summary>Leaves only id, type and the mark <c>deleted</c>.</summary>
    public static JsonObject Delete(JsonObject resource)
    {
        var (id, type) = (resource.Text("id"), resource.Text("object"));
        resource.Clear();
        resource["id"] = id;
        resource["object"] = type;
        resource["deleted"] = true;
        return resource;
    }

    private List<JsonObject> OfType(string type) => _byType.TryGetValue(type, out var found) ? found : _byType[type] = [];
}
