using StudioApp.Data;

namespace StudioApp.Files;

/// <summary>Stores the uploaded files of a studio.</summary>
internal sealed class FileStore(StudioDatabase database)
{
    public const int MaxBytes = 10 * 1024 * 1024;

    public Task<IReadOnlyList<StoredFile>> Of(string studio, CancellationToken stop) =>
        database.Rows(
            "select id, name, type, octet_length(content), added_at from studio.files where studio_id = $1 order by added_at desc limit 200",
            row => new StoredFile(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetFieldValue<DateTimeOffset>(4)),
            stop,
            studio
        );

    public async Task<(string Name, string Type, byte[] Content)?> Open(string studio, string id, CancellationToken stop)
    {
        var found = await database.Rows(
            "select name, type, content from studio.files where studio_id = $1 and id = $2",
            row => (row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2)),
            stop,
            studio,
            id
        );
        return found is [var file] ? file : null;
    }

    /// <returns>ID of the file.</returns>
    public async Task<string> Store(string studio, string person, string name, string type, byte[] content, CancellationToken stop)
    {
        var id = StudioDatabase.NewId("file");
        await database.Execute(
            "insert into studio.files (id, studio_id, name, type, content, added_by) values ($1, $2, $3, $4, $5, $6)",
            stop,
            id,
            studio,
            name,
            type,
            content,
            person
        );
        return id;
    }

    public Task Remove(string studio, string id, CancellationToken stop) =>
        database.Execute("delete from studio.files where studio_id = $1 and id = $2", stop, studio, id);
}
