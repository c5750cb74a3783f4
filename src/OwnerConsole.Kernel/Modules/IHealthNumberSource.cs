using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reports current numbers of the owner's application, such as its error rate, on the Health page.</summary>
public interface IHealthNumberSource
{
    /// <summary>Permission required to see the numbers.</summary>
    string Permission { get; }

    /// <summary>Position on the page, smallest first.</summary>
    int Order { get; }

    /// <param name="caller">Caller with the permission, who can read data of the whole platform.</param>
    /// <param name="work">The only connection of the request.</param>
    /// <returns>All numbers of the source; those that nothing has been received for have the state <see cref="HealthNumberState.NoData"/>.</returns>
    Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work);
}
