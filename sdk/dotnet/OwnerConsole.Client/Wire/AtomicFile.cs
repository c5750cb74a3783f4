namespace OwnerConsole.Client;

/// <summary>Reads and writes files atomically, with access only for the owner.</summary>
internal static class AtomicFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder that only its owner can open, unless it exists. On Windows, it has the access rights of its parent folder.</summary>
    /// <returns>The full path of the folder.</returns>
    public static string OpenFolder(string path) =>
        (OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute)).FullName;

    /// <exception cref="IOException">The disk failed.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file was denied.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Private;
        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }

    /// <returns>Null if the file does not exist or can't be read.</returns>
    public static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception refused) when (IsDiskError(refused))
        {
            return null;
        }
    }

    public static bool IsDiskError(Exception refused) => refused is IOException or UnauthorizedAccessException;
}
