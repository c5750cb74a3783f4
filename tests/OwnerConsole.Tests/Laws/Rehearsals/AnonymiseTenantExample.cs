namespace OwnerConsole.Tests.Laws.Rehearsals;

public sealed class AnonymiseTenantExample : Example
{
    public override string Of => "tenant.anonymise";

    public override async Task<Given> Given(Stage stage) => new(await stage.Tenant());
}
