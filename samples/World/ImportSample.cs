namespace World;

/// <summary>A checked import of tenants, two of whose rows are refused. It is not applied, because that would create live tenants.</summary>
internal static class ImportSample
{
    private const string Name = "customers.csv",
        Table =
            """
                ID;Company;Email;Signed up
                4711;Studio Nord;hello@nord.example.org;24.12.2024
                4712;Café Süd;hello@south.example.org;03.01.2025
                4712;Café Süd again;again@south.example.org;03.01.2025
                4714;No Address;no address;

                """;

    public static async Task<bool> Add(SetupApi platform)
    {
        if (await platform.Has("/api/v1/imports", Name))
            return false;
        var import = await platform.SendText($"/api/v1/imports?kind=tenants&name={Name}", Table, "text/csv");
        var columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ID"] = "external_id",
            ["Company"] = "name",
            ["Email"] = "contact_email",
            ["Signed up"] = "opened_at",
        };
        await platform.SendJson(HttpMethod.Put, $"/api/v1/imports/{import.GetProperty("id").GetString()}/mapping", new { columns, conflicts = "merge" });
        return true;
    }
}
