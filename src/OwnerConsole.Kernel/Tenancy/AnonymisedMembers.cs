using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Erases personal data of members.</summary>
internal sealed class AnonymisedMembers : IErasing
{
    public string What => "member";

    public async Task Erase(string tenantId, IReadOnlyList<string> subjects, Work work)
    {
        foreach (var member in subjects)
            await Anonymity.Person(tenantId, member, work);
    }
}
