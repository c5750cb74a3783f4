using System.Text.Json;

namespace World;

/// <summary>Likely duplicates among the generated tenants and people, automations that run operations, and suspensions that start one.</summary>
internal static class TenantSamples
{
    private const int Examples = 2;

    public static async Task<bool> AddAutomations(SetupApi platform)
    {
        if (await platform.Has("/api/v1/automations?kind=lifecycle", "Suspension follow-up"))
            return false;
        await platform.Run("automation.enable", "aut_dunning_hand_over");
        var steps = new[]
        {
            new
            {
                kind = "operation",
                operation = "note.add",
                input = """{"text": "Access is suspended. Call the owner within two days."}""",
            },
        };
        var followUp = await platform.Run(
            "automation.create",
            SetupApi.Platform,
            new
            {
                name = "Suspension follow-up",
                events = new[] { "tenant.suspended" },
                steps,
            }
        );
        if (followUp is not null)
            await platform.Run("automation.enable", followUp);
        return followUp is not null;
    }

    /// <summary>Reports a second record of two tenants and of a person in each of them, with a variant of the same email address.</summary>
    public static async Task<bool> AddDuplicates(SetupApi tenants, IReadOnlyList<SimStudio> studios, DateTimeOffset now)
    {
        var copied = Copied(studios, now).ToList();
        if (copied.Count == 0 || await tenants.Has("/api/v1/tenants?limit=500", CopyOf(copied[0])))
            return false;
        await tenants.Put("/api/v1/tenants", [.. copied.Select(studio => Copy(studio, now))]);
        foreach (var studio in copied)
            await tenants.Put(
                $"/api/v1/tenants/ext:{studio.Id}/members",
                [
                    new
                    {
                        id = $"ext:{studio.People[0].Id}-copy",
                        studio.People[0].Name,
                        Email = Variant(studio.People[0]),
                    },
                ]
            );
        return true;
    }

    public static async Task<bool> Suspend(SetupApi tenants, IReadOnlyList<SimStudio> studios, DateTimeOffset now)
    {
        if (await tenants.Has("/api/v1/tenants?status=suspended", "tnt_"))
            return false;
        foreach (var studio in studios.Where(studio => studio.IsOpen(now)).TakeLast(Examples))
            await tenants.Run("tenant.suspend", "ext:" + studio.Id, new { cause = "other" });
        return true;
    }

    /// <summary>
    /// Tags a tenant whose data is erased, and one that waits for it. A person has to confirm the deletions, so <c>owner-console demo actions</c> runs them.
    /// </summary>
    public static async Task<bool> MarkToDelete(SetupApi tenants, IReadOnlyList<SimStudio> studios, DateTimeOffset now)
    {
        if (await tenants.Has("/api/v1/tenant-deletions", "del_") || await tenants.Has("/api/v1/tenants?tag=cancelled-by-phone", "tnt_"))
            return false;
        foreach (var (studio, tag) in ListToDelete(studios, now).Zip((string[])["contract-ended", "cancelled-by-phone"]))
            await tenants.Run("tenant.tag", "ext:" + studio.Id, new { tag });
        return true;
    }

    /// <returns>Two tenants that have no other examples, and are not listed first by name, because a demo suspends those.</returns>
    public static IEnumerable<SimStudio> ListToDelete(IReadOnlyList<SimStudio> studios, DateTimeOffset now) =>
        studios
            .Where(studio => studio.IsOpen(now))
            .Skip(Examples)
            .SkipLast(Examples)
            .OrderByDescending(studio => studio.Name, StringComparer.Ordinal)
            .Take(Examples);

    /// <summary>Merges one of the people with two records, as the application would do after a person has chosen it.</summary>
    public static async Task<bool> Merge(SetupApi tenants, IReadOnlyList<SimStudio> studios, Uri address, DateTimeOffset now)
    {
        var studio = Copied(studios, now).FirstOrDefault();
        if (studio is null || await FindCopy(tenants, studio) is not { } copy)
            return false;
        return await Merge(tenants, "member.merge", copy, "ext:" + studio.People[0].Id, address);
    }

    /// <summary>
    /// Reports a tenant twice, and merges both as the application would do. It has its own tenant, because the team can have dismissed the other duplicates.
    /// </summary>
    public static async Task<bool> MergeTenants(SetupApi tenants, IReadOnlyList<SimStudio> studios, Uri address, DateTimeOffset now)
    {
        var studio = studios
            .Where(open => open.IsOpen(now) && open.People[0].Email is not null)
            .Except(Copied(studios, now))
            .Except(ListToDelete(studios, now))
            .FirstOrDefault();
        if (studio is null || await tenants.Has("/api/v1/tenants?limit=500", CopyOf(studio)))
            return false;
        await tenants.Put("/api/v1/tenants", [Copy(studio, now)]);
        return await Merge(tenants, "tenant.merge", "ext:" + CopyOf(studio), "ext:" + studio.Id, address);
    }

    /// <returns>False if it was refused, for example because it was done before.</returns>
    private static async Task<bool> Merge(SetupApi tenants, string operation, string subject, string into, Uri address)
    {
        await Declare(tenants, operation);
        var run = await tenants.Start(operation, subject, new { into });
        if (run is not null)
        {
            await tenants.Await("/api/v1/tasks?state=offered", tasks => tasks.GetProperty("data").GetArrayLength() > 0);
            var claimed = await tenants.SendJson(HttpMethod.Post, "/api/v1/tasks/claim", new { limit = 10 });
            foreach (var task in claimed.GetProperty("data").EnumerateArray())
                await Complete(task, address);
        }
        await Declare(tenants); // it answers no further tasks
        return run is not null;
    }

    private static Task Declare(SetupApi tenants, params string[] tasks) =>
        tenants.SendJson(
            HttpMethod.Put,
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                version = "1.0",
                tasks,
            }
        );

    /// <summary>Completes a task with its own token.</summary>
    private static async Task Complete(JsonElement task, Uri address)
    {
        using var worker = new ConsoleApi(address, task.GetProperty("token").GetString()!); // each claimed task has a token
        await new SetupApi(worker).SendJson(HttpMethod.Post, $"/api/v1/tasks/{task.GetProperty("id").GetString()}/complete", new { });
    }

    /// <returns>ID of the second record of the first person; null if it is merged already.</returns>
    private static async Task<string?> FindCopy(SetupApi tenants, SimStudio studio)
    {
        var members = await tenants.Get($"/api/v1/tenants/ext:{studio.Id}/members?limit=500");
        return members
            .GetProperty("data")
            .EnumerateArray()
            .Where(member => member.GetProperty("external_id").GetString() == $"{studio.People[0].Id}-copy")
            .Select(member => member.GetProperty("id").GetString())
            .FirstOrDefault();
    }

    private static IEnumerable<SimStudio> Copied(IReadOnlyList<SimStudio> studios, DateTimeOffset now) =>
        studios.Where(studio => studio.IsOpen(now) && studio.People[0].Email is not null).Take(Examples);

    private static object Copy(SimStudio studio, DateTimeOffset now) =>
        new
        {
            id = "ext:" + CopyOf(studio),
            studio.Name,
            ContactEmail = Variant(studio.People[0]),
            Lifecycle = "trial",
            TrialEndsAt = now.AddDays(10),
        };

    private static string CopyOf(SimStudio studio) => studio.Id + "-copy";

    private static string Variant(SimPerson person) => person.Email!.Replace("@", "+news@", StringComparison.Ordinal); // only people with an address are copied
}
