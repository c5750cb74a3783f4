using System.Formats.Tar;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Unpacks a copied cluster into files that belong to the database's account.</summary>
internal static class ClusterArchive
{
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="BackupException">The archive contains entries that no copy of our clusters has.</exception>
    public static async Task Unpack(Stream tar, DataDirectory room, CancellationToken stop)
    {
        await using var reader = new TarReader(tar, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, stop) is { } entry)
        {
            var path = Path.GetFullPath(Path.Combine(room.Cluster, entry.Name));
            if (path != room.Cluster && !path.StartsWith(room.Cluster + "/", StringComparison.Ordinal))
                throw new BackupException($"The backup contains {entry.Name}, which is outside the cluster.");
            if (entry.EntryType is TarEntryType.Directory)
                room.Create(path);
            else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                await WriteEntry(entry, path, room, stop);
            else
                throw new BackupException($"The backup contains {entry.Name}, which is not a file. Separate tablespaces are not supported.");
        }
    }

    private static async Task WriteEntry(TarEntry entry, string path, DataDirectory room, CancellationToken stop)
    {
        room.Create(Path.GetDirectoryName(path)!); // the path is inside the cluster
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = PrivateMode,
            Options = FileOptions.Asynchronous,
        };
        await using (var file = new FileStream(path, options))
        {
            if (entry.DataStream is { } data)
                await data.CopyToAsync(file, stop);
        }
        room.GiveToAccount(path);
    }
}
