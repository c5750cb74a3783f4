namespace OwnerConsole.EmbeddedPostgres;

/// <summary>Files that hold a secret: mode 0600 from the first byte, and never seen half-written.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file if there is none, and closes it to everyone else.</summary>
    public static void Touch(string path)
    {
        using (
            new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.Write,
                    Share = FileShare.ReadWrite,
                    UnixCreateMode = Ours,
                }
            )
        ) { }
        File.SetUnixFileMode(path, Ours);
    }

    public static void Write(string path, string text)
    {
        var making = path + ".tmp";
        File.Delete(making);
        using (
            var stream = new FileStream(
                making,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = Ours,
                }
            )
        )
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(making, path);
    }
}
