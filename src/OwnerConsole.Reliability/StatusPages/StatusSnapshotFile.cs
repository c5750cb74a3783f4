using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Keeps the last public page in a file, so that a restart while the database is down doesn't lose it.</summary>
internal sealed class StatusSnapshotFile(DataFolder folder)
{
    private const string Name = "status-page.json";

    private string? Path => folder.Path is { } path ? System.IO.Path.Combine(path, Name) : null;

    /// <returns>Null if there is no file, or it was written by another version and can't be read.</returns>
    public StatusSnapshot? Read()
    {
        if (Path is not { } path || !File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<StatusSnapshot>(File.ReadAllText(path), Json.Options);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file. It is written next to it first, so that it is complete at any time.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public void Write(StatusSnapshot snapshot)
    {
        if (Path is not { } path || (!snapshot.Page.IsEnabled && !File.Exists(path)))
            return;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!); // not null: it has a folder
        File.WriteAllText(path + ".new", Json.Text(snapshot));
        File.Move(path + ".new", path, overwrite: true);
    }
}
