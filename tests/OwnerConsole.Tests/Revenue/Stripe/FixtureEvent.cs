using System.Text.Json;
using OwnerConsole.Tests.FakeStripes;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>An event of the fixtures, which tell the story of one customer.</summary>
/// <param name="Text">Content of its file, which is sent unchanged.</param>
internal sealed record FixtureEvent(string Text)
{
    /// <summary>All events, oldest first; those of the same second in the order of their numbers.</summary>
    public static IReadOnlyList<FixtureEvent> Story { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(StripeContract.Folder, "events"), "*.json")
            .Select(file => new FixtureEvent(File.ReadAllText(file)))
            .OrderBy(fixture => fixture.CreatedAt)
            .ThenBy(fixture => fixture.Id, StringComparer.Ordinal),
    ];

    public JsonElement Json { get; } = JsonSerializer.Deserialize<JsonElement>(Text);

    public string Id => Json.GetProperty("id").GetString()!;

    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>Seconds since 1970.</summary>
    public long CreatedAt => Json.GetProperty("created").GetInt64();

    public JsonElement Object => Json.GetProperty("data").GetProperty("object");

    /// <summary>Null for an upcoming invoice and a summary, which have none.</summary>
    public string? ObjectId => Object.TryGetProperty("id", out var id) ? id.GetString() : null;

    /// <summary>A deleted subscription is a cancelled one, which Stripe still returns.</summary>
    public bool IsDeletion => Type == $"{Object.GetProperty("object").GetString()}.deleted";
}
