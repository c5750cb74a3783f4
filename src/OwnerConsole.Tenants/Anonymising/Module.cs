using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Anonymising;

/// <summary>Tenants and people whom nobody is to know any more: the application forgets them, then the console does.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of("tenant.anonymised", "The application has forgotten who it was, and so has the console.", EventAbout.Tenant, new { }),
            EventKind.Of("member.anonymised", "The application has forgotten who they were, and so has the console.", EventAbout.Member, new { }),
        ];
}
