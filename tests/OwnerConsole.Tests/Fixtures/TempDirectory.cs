namespace OwnerConsole.Fixtures;

/// <summary>A directory of a test's own outside of every database.</summary>
public sealed class TempDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("oc-place-");

    public string Path => _directory.FullName;

    /// <summary>Where checkpoints are anchored; not there yet.</summary>
    public string File => System.IO.Path.Combine(Path, "checkpoints");

    /// <returns>a directory in it that other accounts can come to, as the database's</returns>
    public string OpenDirectory(string name)
    {
        System.IO.File.SetUnixFileMode(Path, System.IO.File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return System.IO.Path.Combine(Path, name);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
