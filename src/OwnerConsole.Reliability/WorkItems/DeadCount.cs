using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Counts failed jobs for the navigation.</summary>
public sealed class DeadCount : IListCount
{
    public string List => WorkRoutes.Address;

    public string Permission => WorkRoutes.Permission;

    public Task<int> Count(Caller caller, Population within, IQueryCollection query, Work work) => DeadItems.Count(new(query.Text("kind")), work);
}
