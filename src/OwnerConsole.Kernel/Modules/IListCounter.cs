using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Counts the rows of a list for a query. Saved views use it to count lists of any module.</summary>
public interface IListCounter
{
    /// <summary>URL of the list page.</summary>
    string List { get; }

    /// <summary>Permission required to count. Without it nothing is counted.</summary>
    string Permission { get; }

    /// <param name="caller">Only grants, mode and tenant matter: callers that share these get the same number.</param>
    /// <param name="query">Query as in the URL of the list.</param>
    /// <returns>Number of rows on all pages, at most <see cref="Paging.MaxCounted"/> plus one.</returns>
    /// <exception cref="Problem">400 when the list can't read a value.</exception>
    Task<int> Count(Caller caller, Mode within, IQueryCollection query, UnitOfWork work);
}
