namespace World;

/// <summary>In-app notifications of people of two tenants. Generated people have no other channel.</summary>
internal static class NotificationSamples
{
    private const int People = 2;

    private const string Title = "Reports are ready";

    public static async Task<bool> Add(SetupApi tenants, IReadOnlyList<SimStudio> studios, DateTimeOffset now)
    {
        var isAdded = false;
        foreach (var studio in studios.Where(studio => studio.IsOpen(now)).Take(People))
        {
            var members = await tenants.Get($"/api/v1/tenants/ext:{studio.Id}/members?limit=1");
            var member = members.GetProperty("data")[0].GetProperty("id").GetString()!; // each tenant has people, and each of them an ID
            if (await tenants.Has($"/api/v1/members/{member}/notifications", Title))
                continue;
            var sent = await tenants.Run("member.notify", member, new { title = Title, body = "Export **attendance and revenue** of each month." });
            isAdded |= sent is not null;
        }
        return isAdded;
    }
}
