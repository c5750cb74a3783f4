namespace OwnerConsole.Fixtures;

/// <summary>A temporary directory of a test, outside of every database.</summary>
public sealed class TempDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("oc-place-");

    public string Path => _directory.FullName;

    /// <summary>The file for anchored checkpoints, which does not exist yet.</summary>
    public string File => System.IO.Path.Combine(Path, "checkpoints");

    /// <returns>A subdirectory that other accounts, such as the database's, can access.</returns>
    public string OpenDirectory(string name)
    {
        System.IO.File.SetUnixFileMode(Path, System.IO.File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return System.IO.Path.Combine(Path, name);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
