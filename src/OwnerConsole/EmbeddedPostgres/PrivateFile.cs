namespace OwnerConsole.EmbeddedPostgres;

/// <summary>Files that hold a secret: mode 0600 from the first byte, and never seen half-written.</summary>
internal static class PrivateFile
{
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
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
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
