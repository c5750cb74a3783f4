using System.Text.Json;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Backups;

/// <summary>The ledger of what was erased, outside of the database: no restore takes it back.</summary>
/// <param name="Path">null where no file is kept, as in most tests</param>
public sealed record ErasureFile(string? Path)
{
    /// <summary>In bytes; it only grows.</summary>
    public long Length => Path is not null && File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <exception cref="IOException">the file can't be written</exception>
    public void Append(IEnumerable<Erasure> erasures)
    {
        var lines = string.Concat(erasures.Select(erasure => JsonSerializer.Serialize(erasure, Json.Options) + "\n"));
        if (Path is not null && lines is not "")
            AppendOnlyFile.Append(Path, lines);
    }

    /// <returns>none when there is no file yet; a last line that a crash cut off is left out: its copy was not confirmed</returns>
    /// <exception cref="FormatException">the file is none of ours</exception>
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
            throw new FormatException($"{Path} has a line that is none of the erasure ledger's.", unreadable);
        }
    }
}
