using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Fixtures;

/// <summary>A separate file system that is small enough to be filled.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public long Free => new DriveInfo(Path).AvailableFreeSpace;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static async Task<SmallDisk> Mount(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("oc-disk-").FullName;
        var mounted = await ProgramRun.Capture(["mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", path], CancellationToken.None);
        mounted.Ok.ShouldBeTrue("Tests that fill a disk need root to mount it: " + mounted.ErrorText);
        return new(path);
    }

    /// <summary>Fills the disk with a file until this number of bytes is free.</summary>
    public void Leave(long bytes)
    {
        using var file = File.OpenHandle(Filler, FileMode.OpenOrCreate, FileAccess.Write);
        for (var more = 100; ; more--)
            try
            {
                Posix.Reserve(file, RandomAccess.GetLength(file) + Free - bytes);
                return;
            }
            catch (IOException) when (more > 0)
            {
                // Another writer used space in the meantime.
            }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void Dispose()
    {
        ProgramRun.Capture(["umount", "--lazy", Path], CancellationToken.None).GetAwaiter().GetResult();
        Directory.Delete(Path);
    }
}
