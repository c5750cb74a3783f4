using System.Text.Json;

namespace World;

/// <summary>Adds what follows actions of the team, which <c>owner-console demo actions</c> runs: merges of duplicates, and reactions to a broadcast.</summary>
internal static class FollowUpSamples
{
    private const int Readers = 20;

    /// <param name="tenants">Client for the generated tenants.</param>
    /// <param name="now">Time that the examples are relative to.</param>
    /// <returns>Number of new examples.</returns>
    public static Task<int> Add(SetupApi tenants, IReadOnlyList<SimStudio> studios, Uri address, DateTimeOffset now) =>
        FeatureSamples.AddEach([
            ("a merge", () => TenantSamples.Merge(tenants, studios, address, now)),
            ("a merge of tenants", () => TenantSamples.MergeTenants(tenants, studios, address, now)),
            ("reactions to a broadcast", () => React(tenants, studios, now)),
        ]);

    /// <summary>Some owners read the broadcast, and half of them open its link. Those of deleted tenants have no notifications any more.</summary>
    private static async Task<bool> React(SetupApi tenants, IReadOnlyList<SimStudio> studios, DateTimeOffset now)
    {
        var added = 0;
        foreach (var studio in studios.Where(studio => studio.IsOpen(now)).Except(TenantSamples.ListToDelete(studios, now)).Take(Readers))
        {
            var (inbox, tenant) = ($"/api/v1/members/ext:{studio.People[0].Id}/notifications", $"tenant=ext:{studio.Id}");
            // The broadcast is delivered to all of them at about the same time.
            var answer = await tenants.Await($"{inbox}?{tenant}", received => FindBroadcast(received) is not null);
            var notification = FindBroadcast(answer)!.Value; // the wait ends when there is one
            if (notification.GetProperty("read_at").ValueKind is not JsonValueKind.Null)
                return false;
            var reaction = added % 2 == 0 ? "click" : "read";
            await tenants.SendJson(HttpMethod.Post, $"{inbox}/{notification.GetProperty("id").GetString()}/{reaction}?{tenant}", new { });
            added++;
        }
        return added > 0;
    }

    private static JsonElement? FindBroadcast(JsonElement inbox)
    {
        foreach (var notification in inbox.GetProperty("data").EnumerateArray())
            if (notification.GetProperty("title").GetString()?.StartsWith("Invoices as PDF", StringComparison.Ordinal) is true)
                return notification;
        return null;
    }
}
