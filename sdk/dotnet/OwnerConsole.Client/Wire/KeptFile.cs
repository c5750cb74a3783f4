namespace OwnerConsole.Client;

/// <summary>A file that is there in whole or not at all, and is read by its owner alone.</summary>
internal static class KeptFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="IOException">the disk refuses</exception>
    /// <exception cref="UnauthorizedAccessException">as above</exception>
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

    /// <returns>null where there is none, or it can't be read</returns>
    public static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception refused) when (IsOfTheDisk(refused))
        {
            return null;
        }
    }

    public static bool IsOfTheDisk(Exception refused) => refused is IOException or UnauthorizedAccessException;
}
