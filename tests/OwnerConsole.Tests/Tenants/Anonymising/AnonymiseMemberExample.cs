using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Reliability.Applications;

namespace OwnerConsole.Tests.Tenants.Anonymising;

public sealed class AnonymiseMemberExample : Example
{
    public override string Of => "member.anonymise";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.App.DeclareAll();
        return new((await stage.TenantWithMembers()).Members[0]);
    }
}
