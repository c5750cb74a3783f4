using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>A copied object whose billing record is to be updated.</summary>
/// <param name="Customer">cus_… of the customer that it belongs to; null if the object doesn't say it.</param>
/// <param name="ReadAt">When it was read from Stripe.</param>
internal sealed record MirroredObject(
    string AccountId,
    string ObjectId,
    Mode Mode,
    string Type,
    string? Customer,
    bool IsDeleted,
    DateTimeOffset ReadAt,
    string Body
)
{
    public (string Account, string Id) Key => (AccountId, ObjectId);

    public JsonElement Json { get; } = JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>False for an object that was deleted before it was ever read.</summary>
    public bool HasContent => Json.Text("id") is not null;
}
