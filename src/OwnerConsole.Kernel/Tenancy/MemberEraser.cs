using OwnerConsole.Data;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Erases personal data of members.</summary>
internal sealed class MemberEraser(Anonymiser anonymiser) : IEraser
{
    public string Kind => "member";

    public async Task Erase(string tenantId, IReadOnlyList<string> subjects, UnitOfWork work)
    {
        foreach (var member in subjects)
            await anonymiser.Person(tenantId, member, work);
    }
}
