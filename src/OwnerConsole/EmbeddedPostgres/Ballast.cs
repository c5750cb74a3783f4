using OwnerConsole.Kernel.Data;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>A file that only takes room, on the database's own volume. PostgreSQL can't recover on a full disk: thrown overboard, it gives the room to do so.</summary>
/// <param name="home">a directory on that volume</param>
/// <param name="size">bytes; 0 sets nothing aside</param>
internal sealed class Ballast(string home, long size)
{
    /// <summary>Bytes without which PostgreSQL does not recover: a segment of its log, and a little.</summary>
    private const long Needed = 20 << 20;

    private readonly string _file = Path.Combine(home, "ballast");

    public Volume Volume { get; } = new(home);

    public bool HasRoom => Volume.Look().Free >= Needed;

    /// <summary>Sets it aside unless that is done, or it would itself make the disk short.</summary>
    public void Take()
    {
        if (size == 0 || File.Exists(_file) || Volume.Look().Free < 2 * size)
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
            File.Delete(making); // somebody else took the room meanwhile
        }
    }

    /// <summary>Throws it overboard when the database would start with less room than it holds.</summary>
    /// <returns>true when it was thrown</returns>
    public bool Throw()
    {
        if (!File.Exists(_file) || Volume.Look().Free >= size)
            return false;
        File.Delete(_file);
        return true;
    }
}
