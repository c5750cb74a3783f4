using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Storage of encrypted objects: a folder or a bucket. Writes are atomic and replace an existing object of the same name.</summary>
internal interface IBackupStore : IDisposable
{
    /// <summary>Address as the owner configured it, without secrets.</summary>
    string Address { get; }

    /// <param name="write">Writes the object to the given stream; if it throws, nothing is stored.</param>
    Task Put(string name, Func<Stream, Task> write, CancellationToken stop);

    /// <exception cref="FileNotFoundException">No object has this name.</exception>
    Task<Stream> Get(string name, CancellationToken stop);

    /// <returns>Names that start with the prefix, in byte order.</returns>
    Task<IReadOnlyList<string>> List(string prefix, CancellationToken stop);

    /// <summary>Deletes objects. Missing objects are ignored.</summary>
    Task Delete(IReadOnlyCollection<string> names, CancellationToken stop);
}
