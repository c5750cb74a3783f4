namespace World;

/// <summary>An applied import that created test tenants and their members. One of its rows is refused, so that the result file has a reason.</summary>
internal static class CreatedImportSample
{
    private const string Tenants = "trial-signups.csv",
        Members = "trial-signup-people.csv",
        TenantRows =
            """
                ID;Company;Email
                import-8001;Seaside Studio;hello@seaside.example.org
                import-8002;Old Mill Studio;hello@oldmill.example.org
                import-8003;No Address;no address

                """,
        MemberRows =
            """
                Customer;ID;Name;Email
                import-8001;import-1;Iris Seaside;iris@seaside.example.org
                import-8002;import-2;Milo Oldmill;milo@oldmill.example.org

                """;

    public static async Task<bool> Add(SetupApi platform)
    {
        if (await platform.Has("/api/v1/imports", Members))
            return false;
        if (!await platform.Has("/api/v1/imports", Tenants)) // it was interrupted between the files otherwise
            await Import(platform, "tenants", Tenants, TenantRows, new("Company", "name"), new("Email", "contact_email"), new("ID", "external_id"));
        await Import(platform, "members", Members, MemberRows, new("Customer", "tenant"), new("ID", "external_id"), new("Name", "name"), new("Email", "email"));
        return true;
    }

    private static async Task Import(SetupApi platform, string kind, string name, string table, params KeyValuePair<string, string>[] columns)
    {
        var id = await SampleImport.Upload(platform, $"kind={kind}&name={name}&mode=test", table, "keep_ours", columns);
        await SampleImport.Await(platform, id, "checked");
        await platform.Run("import.apply", id);
        await SampleImport.Await(platform, id, "applied");
    }
}
