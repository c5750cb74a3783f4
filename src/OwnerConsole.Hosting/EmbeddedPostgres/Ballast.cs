using OwnerConsole.Data;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>A file that reserves space on the database volume. PostgreSQL can't recover on a full disk, so the file is deleted when space is needed.</summary>
/// <param name="home">A directory on the volume.</param>
/// <param name="size">Size in bytes; 0 reserves nothing.</param>
internal sealed class Ballast(string home, long size)
{
    /// <summary>Bytes that PostgreSQL needs to recover: a segment of write-ahead log and a reserve.</summary>
    private const long Needed = 20 << 20;

    private readonly string _file = Path.Combine(home, "ballast");

    public Volume Volume { get; } = new(home);

    public bool HasRoom => Volume.Measure().Free >= Needed;

    /// <summary>Reserves the space unless it is already reserved or the file itself would fill the disk.</summary>
    public void Allocate()
    {
        if (size == 0 || File.Exists(_file) || Volume.Measure().Free < 2 * size)
            return;
        var making = _file + ".tmp";
        try
        {
            using (var file = File.OpenHandle(making, FileMode.Create, FileAccess.Write))
                Posix.Reserve(file, size);
            File.Move(making, _file);
        }
        catch (IOException)
        {
            File.Delete(making); // another process used the space in the meantime
        }
    }

    /// <summary>Deletes the file if the database would start with less free space than it needs.</summary>
    /// <returns>True if the file was deleted.</returns>
    public bool Release()
    {
        if (!File.Exists(_file) || Volume.Measure().Free >= size)
            return false;
        File.Delete(_file);
        return true;
    }
}
