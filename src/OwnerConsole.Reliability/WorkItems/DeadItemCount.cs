using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Counts failed jobs for the navigation.</summary>
public sealed class DeadItemCount : IListCounter
{
    public string List => WorkItemRoutes.Address;

    public string Permission => WorkItemRoutes.Permission;

    public Task<int> Count(Caller caller, Mode within, IQueryCollection query, UnitOfWork work) => DeadItems.Count(new(query.Text("kind")), work);
}
