namespace OwnerConsole.Backups;

/// <summary>Where sealed objects are kept: a folder or a bucket. What is put is there whole or not at all, and replaces what had its name.</summary>
internal interface IBackupStore : IDisposable
{
    /// <summary>As the owner gave it, without secrets.</summary>
    string Address { get; }

    /// <param name="write">is given where to write; when it throws, nothing is kept</param>
    Task Put(string name, Func<Stream, Task> write, CancellationToken stop);

    /// <exception cref="FileNotFoundException">there is none of this name</exception>
    Task<Stream> Get(string name, CancellationToken stop);

    /// <returns>names that begin so, in byte order</returns>
    Task<IReadOnlyList<string>> List(string prefix, CancellationToken stop);

    /// <summary>Those that are gone already are no error.</summary>
    Task Delete(IReadOnlyCollection<string> names, CancellationToken stop);
}
