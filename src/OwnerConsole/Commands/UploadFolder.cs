namespace OwnerConsole.Commands;

/// <summary>Folder in the data directory for request bodies that are too large for memory, such as imported files.</summary>
internal static class UploadFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Tells ASP.NET Core to use the folder, before the first request. A console that is killed leaves its files, which contain personal data, so they are deleted
    /// at the next start. Another console that uses the folder has its files open and reads them to the end.
    /// </summary>
    /// <param name="data">Data directory.</param>
    public static void Use(string data)
    {
        // With an external database, nothing else has created the data directory yet.
        Directory.CreateDirectory(data, Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(data), "uploads"), Private);
        foreach (var file in folder.EnumerateFiles("ASPNETCORE_*.tmp"))
            file.Delete();
        Environment.SetEnvironmentVariable("ASPNETCORE_TEMP", folder.FullName);
    }
}
