using System.Text.Json;

namespace World;

/// <summary>
/// An import that was undone, and an applied one whose rows were skipped. The tenants of the first one exist only until it is undone, because the console shows
/// live data as soon as there is a live tenant. If there is one already, nothing is added, because an import could change it.
/// </summary>
internal static class AppliedImportSample
{
    private const string First = "contracts-2024.csv",
        Second = "contracts-2025.csv",
        Contracts =
            """
                ID;Company;Email
                9001;Studio West;hello@west.example.org
                9002;Yoga am Fluss;hello@river.example.org
                9003;No Address;no address
                9004;Pilates Mitte;hello@mitte.example.org

                """,
        Changed =
            """
                ID;Company;Email
                9001;Studio West;hello@west.example.org
                9002;Yoga am See;hello@lake.example.org
                9004;Pilates Mitte;hello@mitte.example.org
                9004;Pilates Mitte again;again@mitte.example.org

                """;

    public static async Task<bool> Add(SetupApi platform)
    {
        if (await platform.Has("/api/v1/imports", First) || await platform.Has("/api/v1/tenants?limit=1", "tnt_"))
            return false;
        var first = await Check(platform, First, Contracts, "merge");
        if (await platform.Start("import.apply", first) is not { } run)
            return false;
        try
        {
            await Await(platform, first, "applied");
            var second = await Check(platform, Second, Changed, "keep_ours");
            await platform.Run("import.apply", second);
            await Await(platform, second, "applied");
        }
        finally
        {
            await platform.SendJson(HttpMethod.Post, $"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });
            await Await(platform, first, "undone");
        }
        return true;
    }

    /// <returns>ID of the import, whose rows are checked.</returns>
    private static async Task<string> Check(SetupApi platform, string name, string table, string conflicts)
    {
        var import = await platform.SendText($"/api/v1/imports?kind=tenants&name={name}", table, "text/csv");
        var id = import.GetProperty("id").GetString()!; // each import has an ID
        var columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ID"] = "external_id",
            ["Company"] = "name",
            ["Email"] = "contact_email",
        };
        await platform.SendJson(HttpMethod.Put, $"/api/v1/imports/{id}/mapping", new { columns, conflicts });
        await Await(platform, id, "checked");
        return id;
    }

    private static Task<JsonElement> Await(SetupApi platform, string import, string state) =>
        platform.Await($"/api/v1/imports/{import}", details => details.GetProperty("import").GetProperty("state").GetString() == state);
}
