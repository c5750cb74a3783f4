using OwnerConsole.Kernel.Identities;
using OwnerConsole.Tenants.Access.Public;

namespace OwnerConsole.Tests.Tenants.Access;

public sealed class AccessActionsTests
{
    [Theory]
    [InlineData("*", "tenant.suspend")]
    [InlineData("tenant.reactivate", "tenant.reactivate")]
    [InlineData("tenant.read", null)]
    public void Many_tenants_are_started_with_what_the_reader_may_do(string grant, string? operation) =>
        AccessActions.BulkActions.FirstOrDefault(new Caller("usr_1", CallerKind.Person, [grant]).Can)?.Name.ShouldBe(operation);
}
