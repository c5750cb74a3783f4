using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Erasure ledger in a file outside the database, so that restoring a backup doesn't undo erasures.</summary>
/// <param name="Path">Null when no file is kept, as in most tests.</param>
public sealed record ErasureFile(string? Path)
{
    /// <summary>Size in bytes. The file only grows.</summary>
    public long Length => Path is not null && File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <exception cref="IOException">The file can't be written.</exception>
    public void Append(IEnumerable<Erasure> erasures)
    {
        var lines = string.Concat(erasures.Select(erasure => JsonSerializer.Serialize(erasure, Json.Options) + "\n"));
        if (Path is not null && lines is not "")
            AppendOnlyFile.Append(Path, lines);
    }

    /// <returns>Empty when there is no file yet. An incomplete last line, left by a crash, is ignored because its copy was never confirmed.</returns>
    /// <exception cref="FormatException">The file is not an erasure ledger.</exception>
    public IReadOnlyList<Erasure> Read()
    {
        if (Path is null || !File.Exists(Path))
            return [];
        var lines = File.ReadAllText(Path).Split('\n')[..^1];
        try
        {
            return [.. lines.Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Erasure>(line, Json.Options)!)];
        }
        catch (JsonException unreadable)
        {
            throw new FormatException($"{Path} contains a line that is not a valid entry of the erasure ledger.", unreadable);
        }
    }
}
