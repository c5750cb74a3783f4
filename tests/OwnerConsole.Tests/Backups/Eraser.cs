using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Backups;

/// <summary>Forgets a member's name, until the product has an operation that erases.</summary>
public sealed class Eraser : Module
{
    public override void AddServices(IServiceCollection services) => services.AddSingleton<IErasing, MemberNames>();

    private sealed class MemberNames : IErasing
    {
        public string What => "member";

        public Task Erase(string tenantId, IReadOnlyList<string> subjects, Work work) =>
            work.Do("update core.members set name = null where tenant_id = @tenantId and member_id = any(@subjects)", new { tenantId, subjects });
    }
}
