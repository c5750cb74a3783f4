using System.Security.Cryptography;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Stores files that the application uploads with a task's token. Reads and writes them in pieces, never whole in memory.</summary>
public sealed class ExportFiles(Database database, TaskCallbacks answers, IdGenerator ids)
{
    /// <summary>Maximum size of a file in bytes.</summary>
    public const long MaxBytes = 2L << 30;

    /// <summary>Maximum number of files in an export.</summary>
    public const int Most = 1000;

    private const int ChunkSize = 1 << 20;

    /// <summary>Stores a file. Replaces an earlier file of the same name.</summary>
    /// <exception cref="Problem">401, 404: wrong token; 409: the task doesn't accept files; 400: invalid file name; 413: file too large.</exception>
    public async Task<ExportFile> Put(string taskId, string? token, string name, Stream content, CancellationToken stop)
    {
        var task = await answers.Find(taskId, token, stop);
        if (task.Kind is not (ExportTenant.Name or ExportMember.Name) || task.Action is not TaskAction.Execute)
            throw new Problem(409, "no_files", "Only tasks of kind tenant.export or member.export accept files.");
        if (!task.IsOpen)
            throw TaskCallbacks.AlreadyEnded(task);
        if (name.Length is 0 or > 100 || name[0] == '.' || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
            throw Problem.Invalid("name", "must be 1 to 100 letters, digits, periods, underscores or hyphens, and must not start with a period.");
        var fileId = ids.New("xfl");
        await Write(
            task,
            async work =>
            {
                await EnsureOpen(task, work);
                if (await work.One<int>("select count(distinct name)::int from exports.files where tenant_id = @TenantId and task_id = @TaskId", task) >= Most)
                    throw new Problem(409, "too_many_files", $"An export can have at most {Most} files. Combine some of them into an archive.");
                await work.Execute(
                    "insert into exports.files (tenant_id, file_id, task_id, name, started_at) values (@TenantId, @fileId, @TaskId, @name, now())",
                    new
                    {
                        task.TenantId,
                        fileId,
                        task.TaskId,
                        name,
                    }
                );
            },
            stop
        );
        var (bytes, hash) = await Receive(task, fileId, content, stop);
        return await Finish(task, new(fileId, name, bytes, hash), stop);
    }

    /// <returns>The complete files of a task, by name.</returns>
    public static Task<IReadOnlyList<ExportFile>> Of(string tenantId, string taskId, UnitOfWork work) =>
        work.List<ExportFile>(
            "select file_id, name, bytes, sha256 from exports.files where tenant_id = @tenantId and task_id = @taskId and completed_at is not null order by name limit @Most",
            new
            {
                tenantId,
                taskId,
                Most,
            }
        );

    /// <summary>Copies a file. Holds no database connection while the client reads.</summary>
    public async Task CopyTo(string tenantId, ExportFile file, AccessMonitor access, Stream to, CancellationToken stop)
    {
        for (var place = 0; (long)place * ChunkSize < file.Bytes; place++)
        {
            await access.AbortUnlessAllowed();
            ChunkRow? piece;
            await using (var work = await database.Read(stop))
                piece = await work.One<ChunkRow>(
                    "select content as bytes from exports.chunks where tenant_id = @tenantId and file_id = @FileId and place = @place",
                    new
                    {
                        tenantId,
                        file.FileId,
                        place,
                    }
                );
            if (piece is null)
                throw new IOException("The export was deleted during the download.");
            await to.WriteAsync(piece.Bytes, stop);
        }
    }

    private async Task<(long Bytes, byte[] Hash)> Receive(ApplicationTask task, string fileId, Stream content, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkSize];
        long bytes = 0;
        for (var place = 0; ; place++)
        {
            var read = await content.ReadAtLeastAsync(buffer, ChunkSize, throwOnEndOfStream: false, stop);
            if (read == 0)
                return (bytes, hash.GetHashAndReset());
            bytes += read;
            hash.AppendData(buffer, 0, read);
            var piece = buffer[..read];
            await Write(
                task,
                async work =>
                {
                    // Locks the file, so that a deletion at the same time leaves no piece behind.
                    var isStored =
                        await work.Execute(
                            """
                            insert into exports.chunks (tenant_id, file_id, place, content)
                            select f.tenant_id, f.file_id, @place, @piece from exports.files f where f.tenant_id = @TenantId and f.file_id = @fileId for key share
                            """,
                            new
                            {
                                task.TenantId,
                                fileId,
                                place,
                                piece,
                            }
                        ) == 1;
                    if (!isStored)
                        throw NotNeeded();
                },
                stop
            );
        }
    }

    private async Task<ExportFile> Finish(ApplicationTask task, ExportFile file, CancellationToken stop)
    {
        await Write(
            task,
            async work =>
            {
                await EnsureOpen(task, work);
                var finished = await work.Execute(
                    """
                    with before as (
                      delete from exports.files where tenant_id = @TenantId and task_id = @TaskId and name = @Name and file_id <> @FileId and completed_at is not null
                      returning file_id),
                    cleared as (delete from exports.chunks p using before b where p.tenant_id = @TenantId and p.file_id = b.file_id)
                    update exports.files set bytes = @Bytes, sha256 = @Sha256, completed_at = now() where tenant_id = @TenantId and file_id = @FileId
                    """,
                    new
                    {
                        task.TenantId,
                        task.TaskId,
                        file.Name,
                        file.FileId,
                        file.Bytes,
                        file.Sha256,
                    }
                );
                if (finished == 0)
                    throw NotNeeded();
            },
            stop
        );
        return file;
    }

    /// <exception cref="Problem">409: the task has ended, or its tenant or member is anonymised.</exception>
    private static async Task EnsureOpen(ApplicationTask task, UnitOfWork work)
    {
        var isOpen = await work.One<bool>(
            $"""
            select exists (
              select from core.tasks t
               where t.tenant_id = @TenantId and t.task_id = @TaskId and t.ended_at is null and not {ExportFileExpiry.IsErased}
                 for share of t)
            """,
            task
        );
        if (!isOpen)
            throw NotNeeded();
    }

    private static Problem NotNeeded() => new(409, "task_over", "The task ended during the upload. No more files are needed.");

    private async Task Write(ApplicationTask task, Func<UnitOfWork, Task> what, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("export.upload"), [task.TenantId, IdGenerator.Platform], stop);
        await what(work);
        await work.Commit();
    }

    private sealed record ChunkRow(byte[] Bytes);
}

/// <summary>A file uploaded by the application.</summary>
public sealed record ExportFile(string FileId, string Name, long Bytes, byte[]? Sha256);
