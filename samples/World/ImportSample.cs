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
        await SampleImport.Upload(
            platform,
            $"kind=tenants&name={Name}",
            Table,
            "merge",
            new("ID", "external_id"),
            new("Company", "name"),
            new("Email", "contact_email"),
            new("Signed up", "opened_at")
        );
        return true;
    }
}
