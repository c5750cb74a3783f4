using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Reliability.Applications;

namespace OwnerConsole.Tests.Tenants.Anonymising;

public sealed class AnonymiseMemberExample : Example
{
    public override string OperationName => "member.anonymise";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.App.DeclareAll();
        return new((await stage.TenantWithMembers()).Members[0]);
    }
}
