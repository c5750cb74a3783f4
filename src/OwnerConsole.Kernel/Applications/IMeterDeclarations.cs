using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Stores the meters of an application's declaration. The project that counts events implements it.</summary>
public interface IMeterDeclarations
{
    /// <summary>Adds new meters and retires those that are no longer declared.</summary>
    /// <exception cref="Problem">400 with the path: the meter is invalid, or its key counts something else.</exception>
    Task Apply(Mode mode, IReadOnlyList<MeterReport> meters, UnitOfWork work);
}
