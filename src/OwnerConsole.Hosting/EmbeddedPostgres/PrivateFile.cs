namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>Writes files with secrets: created with mode 0600, and never visible in an incomplete state.</summary>
internal static class PrivateFile
{
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates the file if it does not exist, and removes access for everyone else.</summary>
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
                    UnixCreateMode = PrivateMode,
                }
            )
        ) { }
        File.SetUnixFileMode(path, PrivateMode);
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
                    UnixCreateMode = PrivateMode,
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
