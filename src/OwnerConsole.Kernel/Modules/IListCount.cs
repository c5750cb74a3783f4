using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Counts what a list shows for a query, so that whoever keeps addresses of lists needs to know none of them.</summary>
public interface IListCount
{
    /// <summary>The address of the list's page.</summary>
    string List { get; }

    /// <summary>Of the permission grammar; for who lacks it nothing is counted.</summary>
    string Permission { get; }

    /// <param name="caller">of whom nothing else counts than the grants, the population and the tenant: who has the same is told the same number</param>
    /// <param name="query">as in the address of the list</param>
    /// <returns>on all pages, up to one more than <see cref="Paging.MostCounted"/></returns>
    /// <exception cref="Problem">400: a value that the list can't read</exception>
    Task<int> Count(Caller caller, Population within, IQueryCollection query, Work work);
}
