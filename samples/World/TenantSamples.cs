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
        var copied = studios.Where(studio => studio.IsOpen(now) && studio.People[0].Email is not null).Take(Examples).ToList();
        if (copied.Count == 0 || await tenants.Has("/api/v1/tenants?limit=500", CopyOf(copied[0])))
            return false;
        await tenants.Put(
            "/api/v1/tenants",
            [
                .. copied.Select(studio => new
                {
                    id = "ext:" + CopyOf(studio),
                    studio.Name,
                    ContactEmail = Variant(studio.People[0]),
                    Lifecycle = "trial",
                    TrialEndsAt = now.AddDays(10),
                }),
            ]
        );
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

    private static string CopyOf(SimStudio studio) => studio.Id + "-copy";

    private static string Variant(SimPerson person) => person.Email!.Replace("@", "+news@", StringComparison.Ordinal); // only people with an address are copied
}
