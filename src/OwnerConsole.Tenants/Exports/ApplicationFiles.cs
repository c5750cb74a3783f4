using System.IO.Compression;
using OwnerConsole.Data;
using OwnerConsole.Identity;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Adds the files that the application uploaded for a task to a ZIP, in the folder application.</summary>
public sealed class ApplicationFiles(Database database, ExportFiles files)
{
    /// <param name="zip">ZIP in which no entry is open.</param>
    /// <param name="tenantId">Tenant of the task.</param>
    /// <param name="taskId">ID of the task.</param>
    /// <param name="access">Checks that the reader still has access.</param>
    /// <param name="stop">Ends with the request.</param>
    /// <returns>The added files, by name.</returns>
    internal async Task<IReadOnlyList<AddedFile>> AddTo(ZipArchive zip, string tenantId, string taskId, AccessMonitor access, CancellationToken stop)
    {
        var added = new List<AddedFile>();
        foreach (var file in await List(tenantId, taskId, stop))
        {
            var name = $"application/{file.Name}";
            await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(stop);
            await files.CopyTo(tenantId, file, access, entry, stop);
            added.Add(new(name, file.Bytes, Convert.ToHexStringLower(file.Sha256!))); // set because the file is complete
        }
        return added;
    }

    private async Task<IReadOnlyList<ExportFile>> List(string tenantId, string taskId, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await ExportFiles.Of(tenantId, taskId, work);
    }

    /// <param name="Name">Name in the ZIP.</param>
    /// <param name="Bytes">Size in bytes.</param>
    /// <param name="Sha256">SHA-256 hash, in hexadecimal.</param>
    internal sealed record AddedFile(string Name, long Bytes, string Sha256);
}
