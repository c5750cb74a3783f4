using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <remarks>The row differs from a tenant whose values are kept, so that the import changes nothing in the background that another law compares.</remarks>
public sealed class ApplyImportExample : Example
{
    public override string OperationName => "import.apply";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Checked(stage));

    /// <returns>ID of a checked import.</returns>
    internal static async Task<string> Checked(LawHarness stage)
    {
        var tenant = await stage.App.Get($"/api/v1/tenants/{await stage.Tenant()}");
        var uploaded = await UploadedImport.Send(stage.App, "tenants", $"id,name\n{tenant.GetProperty("external_id").GetString()},Other\n");
        return await UploadedImport.Check(stage.App, uploaded, new { id = "external_id", name = "name" });
    }
}

public sealed class StopImportExample : Example
{
    public override string OperationName => "import.stop";

    /// <remarks>Without an item of work, the import stays as it is.</remarks>
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = await ApplyImportExample.Checked(stage);
        await stage.Force("update imports.imports set state = 'applying' where import_id = @id", ("id", id));
        return new(id);
    }
}
