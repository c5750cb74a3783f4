using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Which population a caller is shown: a key its own; people the real one, and the demo only while there is no real tenant.</summary>
public static class Populations
{
    public static async Task<Population> Shown(Caller caller, Work work) => caller.Population ?? await Shown(work);

    /// <returns>what people are shown</returns>
    public static Task<Population> Shown(Work work) =>
        work.One<Population>(
            """
            select case when not exists (select 1 from core.tenants where population = 'live')
                         and exists (select 1 from core.tenants where population = 'demo') then 'demo' else 'live' end
            """
        );
}
