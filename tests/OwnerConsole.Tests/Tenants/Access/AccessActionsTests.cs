using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Tenants.Access.Public;

namespace OwnerConsole.Tests.Tenants.Access;

public sealed class AccessActionsTests
{
    [Theory]
    [InlineData("*", "tenant.suspend")]
    [InlineData("tenant.reactivate", "tenant.reactivate")]
    [InlineData("tenant.read", null)]
    public void Bulk_actions_match_the_permissions_of_the_caller(string grant, string? operation) =>
        AccessActions.BulkActions.FirstOrDefault(new Caller("usr_1", CallerKind.Person, [grant]).Can)?.Name.ShouldBe(operation);
}
