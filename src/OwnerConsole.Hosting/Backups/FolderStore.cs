using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Stores backups in a folder, for example on another disk or a mounted network share.</summary>
internal sealed class FolderStore(string path) : IBackupStore
{
    private const string PartialSuffix = ".part";
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Address => path;

    public async Task Put(string name, Func<Stream, Task> write, CancellationToken stop)
    {
        var target = Place(name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!, PrivateMode | UnixFileMode.UserExecute); // a name always has a folder before it
        var making = target + PartialSuffix;
        File.Delete(making);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = PrivateMode,
                Options = FileOptions.Asynchronous,
            };
            await using (var file = new FileStream(making, options))
            {
                await write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(making, target, overwrite: true);
            Posix.Sync(Path.GetDirectoryName(target)!);
        }
        catch
        {
            File.Delete(making);
            throw;
        }
    }

    public Task<Stream> Get(string name, CancellationToken stop) =>
        Task.FromResult<Stream>(
            new FileStream(
                Place(name),
                new FileStreamOptions
                {
                    Mode = FileMode.Open,
                    Access = FileAccess.Read,
                    Options = FileOptions.Asynchronous,
                }
            )
        );

    public Task<IReadOnlyList<string>> List(string prefix, CancellationToken stop)
    {
        var below = Place(prefix[..(prefix.LastIndexOf('/') + 1)]);
        IReadOnlyList<string> names = Directory.Exists(below)
            ?
            [
                .. Directory
                    .EnumerateFiles(below, "*", SearchOption.AllDirectories)
                    .Where(file => !file.EndsWith(PartialSuffix, StringComparison.Ordinal))
                    .Select(file => Path.GetRelativePath(path, file))
                    .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
        return Task.FromResult(names);
    }

    public Task Delete(IReadOnlyCollection<string> names, CancellationToken stop)
    {
        foreach (var file in names.Select(Place).Where(File.Exists))
        {
            File.Delete(file);
            if (Path.GetDirectoryName(file) is { } folder && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        return Task.CompletedTask;
    }

    public void Dispose() { }

    private string Place(string name) => Path.Combine(path, name);
}
