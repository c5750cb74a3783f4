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
            await SampleImport.Await(platform, first, "applied");
            var second = await Check(platform, Second, Changed, "keep_ours");
            await platform.Run("import.apply", second);
            await SampleImport.Await(platform, second, "applied");
        }
        finally
        {
            await platform.SendJson(HttpMethod.Post, $"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });
            await SampleImport.Await(platform, first, "undone");
        }
        return true;
    }

    /// <returns>ID of the import, whose rows are checked.</returns>
    private static async Task<string> Check(SetupApi platform, string name, string table, string conflicts)
    {
        var id = await SampleImport.Upload(
            platform,
            $"kind=tenants&name={name}",
            table,
            conflicts,
            new("ID", "external_id"),
            new("Company", "name"),
            new("Email", "contact_email")
        );
        await SampleImport.Await(platform, id, "checked");
        return id;
    }
}
