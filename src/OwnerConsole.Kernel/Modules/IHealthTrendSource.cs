using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reports how numbers of a module have changed, for the trends of Health.</summary>
public interface IHealthTrendSource
{
    /// <summary>Permission required to see the trends.</summary>
    string Permission { get; }

    /// <param name="starts">Starts of the parts of the period, oldest first. The last part includes now.</param>
    /// <param name="width">Length of a part in whole hours.</param>
    /// <param name="work">The only connection of the request.</param>
    /// <returns>A value for each start by key, null where it is unknown; empty without data.</returns>
    Task<IReadOnlyDictionary<string, IReadOnlyList<decimal?>>> Read(IReadOnlyList<DateTimeOffset> starts, TimeSpan width, UnitOfWork work);
}
