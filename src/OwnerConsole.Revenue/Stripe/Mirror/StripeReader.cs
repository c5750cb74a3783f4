using System.Diagnostics;
using System.Text.Json.Nodes;
using OwnerConsole.Revenue.Stripe.Accounts;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Reads objects and pages of lists from Stripe. Lists inside an object, of which Stripe returns only the first entries, are read to their end.</summary>
internal sealed class StripeReader(StripeClient client)
{
    /// <summary>Objects per request, the maximum of Stripe's lists.</summary>
    public const int PageSize = 100;

    /// <summary>Entries of a list inside an object that are read at most; <c>has_more</c> stays true in the copy of a longer one.</summary>
    private const int MaxNested = 10_000;

    /// <summary>Time after which a page ends early, so that a lane's lease lasts for it even if many of its objects have long lists.</summary>
    private static readonly TimeSpan s_maxPage = TimeSpan.FromSeconds(15);

    /// <summary>Pause between two requests for lists: at most 20 a second, of the 100 that an account has for all its applications.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the next request.</summary>
    /// <param name="asked">Timestamp of the previous one.</param>
    public static async Task Pause(long asked, CancellationToken stop)
    {
        var left = s_pause - Stopwatch.GetElapsedTime(asked);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, stop);
    }

    /// <exception cref="StripeException">Stripe refuses the request, for example because there is no such object.</exception>
    public async Task<StripeObject> Read(ObjectKind kind, string id, CancellationToken stop)
    {
        var body = await Get(kind.PathOf(id), stop);
        await Complete(kind, body, stop);
        return StripeObject.Of(kind.Type, id, body);
    }

    /// <returns>The object; one that is deleted if Stripe doesn't know it.</returns>
    public async Task<StripeObject> ReadOrDeleted(ObjectKind kind, string id, CancellationToken stop)
    {
        try
        {
            return await Read(kind, id, stop);
        }
        catch (StripeException gone) when (StripeFault.IsMissing(gone))
        {
            return StripeObject.Deleted(id);
        }
    }

    /// <summary>Reads a page of a list.</summary>
    /// <param name="after">Last object of the previous page; null for the first page.</param>
    /// <param name="filter">Query parameter that all objects of the list have, with its value; null for all objects.</param>
    public async Task<ObjectPage> List(ObjectKind kind, string? after, (string Name, string Value)? filter, CancellationToken stop)
    {
        try
        {
            return await List(kind, kind.PathAfter(after, PageSize, filter), stop);
        }
        catch (StripeException gone) when (filter is not null && gone.StripeError is { Code: "resource_missing", Param: "customer" })
        {
            return ObjectPage.Empty; // some lists of a deleted customer don't exist any more
        }
    }

    /// <param name="path">Path of a page of the kind's list.</param>
    private async Task<ObjectPage> List(ObjectKind kind, string path, CancellationToken stop)
    {
        var page = await Get(path, stop);
        var began = Stopwatch.GetTimestamp();
        List<StripeObject> objects = [];
        var bodies = Data(page);
        foreach (var body in bodies)
        {
            await Complete(kind, body, stop);
            objects.Add(StripeObject.Of(kind.Type, body["id"]!.GetValue<string>(), body));
            if (objects.Count < bodies.Count && Stopwatch.GetElapsedTime(began) > s_maxPage)
                return new(objects, HasMore: true);
        }
        return new(objects, HasMore(page));
    }

    /// <returns>The objects of a list's page as they are, and whether there are more.</returns>
    public async Task<(IReadOnlyList<JsonObject> Objects, bool HasMore)> ListRaw(string path, CancellationToken stop)
    {
        var page = await Get(path, stop);
        return (Data(page), HasMore(page));
    }

    private async Task Complete(ObjectKind kind, JsonObject body, CancellationToken stop)
    {
        foreach (var nested in kind.Nested)
            if (body[nested.Name] is JsonObject list && HasMore(list))
                await Complete(list, nested, stop);
    }

    /// <remarks>The list names its own address.</remarks>
    private async Task Complete(JsonObject list, NestedList nested, CancellationToken stop)
    {
        var entries = list["data"]!.AsArray(); // a list of Stripe has data
        while (HasMore(list) && entries.Count is > 0 and < MaxNested && Address(list) is { } address)
        {
            var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var last = Uri.EscapeDataString(entries[^1]!["id"]!.GetValue<string>());
            var page = await Get($"{address}{separator}limit={PageSize}&starting_after={last}{nested.Query}", stop);
            foreach (var entry in Data(page))
                entries.Add(entry.DeepClone());
            list["has_more"] = HasMore(page) && Data(page).Count > 0;
        }
    }

    private async Task<JsonObject> Get(string path, CancellationToken stop)
    {
        var answer = await client.RawRequestAsync(HttpMethod.Get, path, null, new(), stop);
        return JsonNode.Parse(answer.Content)!.AsObject(); // Stripe answers with an object
    }

    private static IReadOnlyList<JsonObject> Data(JsonObject list) => [.. list["data"]!.AsArray().OfType<JsonObject>()];

    private static bool HasMore(JsonObject list) => list["has_more"]?.GetValueKind() is System.Text.Json.JsonValueKind.True;

    /// <returns>The path of a list; null if it isn't one of Stripe's API.</returns>
    private static string? Address(JsonObject list) =>
        list["url"]?.GetValue<string>() is { } url && url.StartsWith("/v1/", StringComparison.Ordinal) ? url : null;
}

/// <summary>Objects of one page.</summary>
/// <param name="HasMore">Whether there are more after the last one.</param>
internal sealed record ObjectPage(IReadOnlyList<StripeObject> Objects, bool HasMore)
{
    public static readonly ObjectPage Empty = new([], HasMore: false);

    /// <summary>Null for an empty page.</summary>
    public string? LastId => Objects.Count == 0 ? null : Objects[^1].Id;
}
